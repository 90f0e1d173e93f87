package org.cryptotl.dataowner.web;

import org.cryptotl.dataowner.features.FeatureState;
import org.cryptotl.dataowner.features.Features;
import org.cryptotl.dataowner.heads.HeadState;
import org.cryptotl.dataowner.heads.Heads;
import org.cryptotl.dataowner.keys.KeyState;
import org.cryptotl.dataowner.keys.Keys;
import org.cryptotl.dataowner.progress.Progress;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** Progress for the pages, which have a session and no token. */
@Controller
class Events {

  private final Features features;
  private final Heads heads;
  private final Keys keys;
  private final Progress progress;

  Events(Features features, Heads heads, Keys keys, Progress progress) {
    this.features = features;
    this.heads = heads;
    this.keys = keys;
    this.progress = progress;
  }

  @GetMapping(path = "/extraction/{id}/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
  SseEmitter extraction(@PathVariable String id) {
    return progress.watch(() -> features.get(id), set -> set.state() != FeatureState.RUNNING);
  }

  @GetMapping(path = "/keys/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
  SseEmitter keys() {
    return progress.watch(
        keys::list, all -> all.stream().noneMatch(k -> k.state() == KeyState.UPLOADING));
  }

  @GetMapping(path = "/heads/{id}/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
  SseEmitter head(@PathVariable String id) {
    return progress.watch(() -> heads.get(id), head -> head.state() != HeadState.TRAINING);
  }
}
