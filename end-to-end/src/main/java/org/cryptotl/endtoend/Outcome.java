package org.cryptotl.endtoend;

import tools.jackson.databind.JsonNode;

/**
 * What came out.
 *
 * @param version of the model, as its owner sees it
 * @param offered the same as the data owner sees it
 * @param keys the uploaded ones
 * @param head the one with transfer
 * @param encrypted what was classified
 * @param with how good that is
 * @param without how good a head of the bare embeddings is
 * @param agreement of encrypted and plain evaluation
 */
record Outcome(
    JsonNode version,
    JsonNode offered,
    JsonNode keys,
    JsonNode head,
    Classified encrypted,
    Score with,
    Score without,
    Agreement agreement) {}
