package org.cryptotl.benchmarks.transfer;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Groups of texts that are nearly the same: the same words but for digits, links, punctuation and
 * names with an @, or at least 60% of all their triples of neighbouring words in common. Spam is
 * full of templates; a split that tears them apart flatters.
 */
final class NearCopies {

  private static final double SHARE = 0.6;
  private static final Pattern NOISE =
      Pattern.compile("https?://\\S+|www\\.\\S+|@\\w+|&\\w+;|[^\\p{L}\\s]");

  private final int[] parent;

  private NearCopies(int size) {
    parent = IntStream.range(0, size).toArray();
  }

  /** The groups, as lists of rows. */
  static List<List<Integer>> groups(List<String> texts) {
    NearCopies copies = new NearCopies(texts.size());
    List<String> words =
        texts.stream()
            .map(t -> NOISE.matcher(t.toLowerCase(Locale.ROOT)).replaceAll(" ").strip())
            .map(t -> t.replaceAll("\\s+", " "))
            .toList();
    copies.joinEqual(words);
    copies.joinSimilar(words.stream().map(NearCopies::triples).toList());
    Map<Integer, List<Integer>> groups = new HashMap<>();
    for (int i = 0; i < texts.size(); i++) {
      groups.computeIfAbsent(copies.root(i), root -> new ArrayList<>()).add(i);
    }
    return IntStream.range(0, texts.size())
        .filter(groups::containsKey)
        .mapToObj(groups::get)
        .toList();
  }

  private void joinEqual(List<String> words) {
    Map<String, Integer> first = new HashMap<>();
    for (int i = 0; i < words.size(); i++) {
      if (!words.get(i).isEmpty()) {
        Integer other = first.putIfAbsent(words.get(i), i);
        join(i, other == null ? i : other);
      }
    }
  }

  private void joinSimilar(List<Set<String>> triples) {
    Map<String, List<Integer>> holders = new HashMap<>();
    for (int i = 0; i < triples.size(); i++) {
      Map<Integer, Integer> common = new HashMap<>();
      for (String triple : triples.get(i)) {
        List<Integer> others = holders.computeIfAbsent(triple, t -> new ArrayList<>());
        others.forEach(other -> common.merge(other, 1, Integer::sum));
        others.add(i);
      }
      int size = triples.get(i).size();
      for (Map.Entry<Integer, Integer> other : common.entrySet()) {
        int all = size + triples.get(other.getKey()).size() - other.getValue();
        if (other.getValue() >= SHARE * all) {
          join(i, other.getKey());
        }
      }
    }
  }

  private static Set<String> triples(String words) {
    String[] word = words.split(" ", -1);
    Set<String> triples = new HashSet<>();
    for (int i = 0; i + 2 < word.length; i++) {
      triples.add(word[i] + " " + word[i + 1] + " " + word[i + 2]);
    }
    return triples;
  }

  private int root(int i) {
    int root = i;
    while (parent[root] != root) {
      root = parent[root];
    }
    parent[i] = root;
    return root;
  }

  private void join(int a, int b) {
    parent[root(a)] = root(b);
  }
}
