package org.cryptotl.modelowner.evaluationkeys;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.cryptotl.he.manifest.Manifest;
import org.cryptotl.modelowner.CryptotlProperties;
import org.cryptotl.modelowner.blobs.BlobStore;
import org.springframework.stereotype.Component;

/**
 * The bundles that were used last, within a bound of bytes. A bundle is read by one caller; others
 * that want it meanwhile wait for it. The least recently used ones make room.
 */
@Component
class KeyCache {

  /** A place for a bundle; whoever fills it holds its lock. */
  private static final class Slot {
    private LoadedKeys keys;
    private long bytes;
  }

  private final BlobStore blobs;
  private final long most;
  private final Counter hits;
  private final Counter reads;
  private final Map<String, Slot> slots = new LinkedHashMap<>(16, 0.75f, true);
  private long bytes;

  KeyCache(BlobStore blobs, CryptotlProperties properties, MeterRegistry meters) {
    this.blobs = blobs;
    this.most = properties.keys().cacheBytes();
    this.hits = meters.counter("cryptotl.keys.hits");
    this.reads = meters.counter("cryptotl.keys.reads");
    meters.gauge("cryptotl.keys.bytes", this, KeyCache::bytes);
  }

  LoadedKeys get(String id, Manifest manifest) throws IOException {
    Slot slot;
    synchronized (slots) {
      slot = slots.computeIfAbsent(id, _ -> new Slot());
    }
    synchronized (slot) {
      if (slot.keys != null) {
        hits.increment();
        return slot.keys;
      }
      reads.increment();
      LoadedKeys keys;
      try (InputStream in = blobs.open(KeyBundles.blob(id), 0)) {
        keys = KeyStream.load(in, manifest);
      } catch (IOException | RuntimeException e) {
        remove(id);
        throw e;
      }
      slot.keys = keys;
      keep(id, slot, keys.sizeBytes());
      return keys;
    }
  }

  private void keep(String id, Slot slot, long size) {
    synchronized (slots) {
      if (slots.get(id) != slot) {
        return;
      }
      slot.bytes = size;
      bytes += size;
      Iterator<Map.Entry<String, Slot>> eldest = slots.entrySet().iterator();
      while (bytes > most && eldest.hasNext()) {
        Slot each = eldest.next().getValue();
        if (each.bytes > 0) {
          bytes -= each.bytes;
          eldest.remove();
        }
      }
    }
  }

  void remove(String id) {
    synchronized (slots) {
      Slot slot = slots.remove(id);
      bytes -= slot == null ? 0 : slot.bytes;
    }
  }

  double bytes() {
    synchronized (slots) {
      return bytes;
    }
  }
}
