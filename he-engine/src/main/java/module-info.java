/** CKKS for the JVM: parameters, keys, homomorphic evaluation, circuits, plans, wire format. */
module org.cryptotl.he {
  requires static jdk.incubator.vector;

  exports org.cryptotl.he;
  exports org.cryptotl.he.arith;
  exports org.cryptotl.he.circuit;
  exports org.cryptotl.he.ckks;
  exports org.cryptotl.he.codec;
  exports org.cryptotl.he.io;
  exports org.cryptotl.he.kernel;
  exports org.cryptotl.he.manifest;
  exports org.cryptotl.he.plan;
  exports org.cryptotl.he.ring;
  exports org.cryptotl.he.rlwe;
}
