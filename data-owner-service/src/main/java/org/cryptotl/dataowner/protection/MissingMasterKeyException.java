package org.cryptotl.dataowner.protection;

/** The service cannot start without a master key; the message says how to make one. */
public final class MissingMasterKeyException extends RuntimeException {

  private static final long serialVersionUID = 1;

  private static final String REMEDY =
      ". Make one with `openssl rand -base64 32 > master.key`, keep it apart from the data and its"
          + " backups, and name it by CRYPTOTL_MASTERKEYFILE=/path/to/master.key (or give its"
          + " text by CRYPTOTL_MASTERKEY). The profile `demo` makes one in the data directory.";

  MissingMasterKeyException(String what) {
    super(what + REMEDY);
  }

  MissingMasterKeyException(String what, Throwable cause) {
    super(what + REMEDY, cause);
  }
}
