package org.cryptotl.dataowner.web;

import java.io.IOException;
import org.cryptotl.dataowner.keys.Keys;
import org.cryptotl.dataowner.modelowner.Mode;
import org.cryptotl.dataowner.modelowner.ModelRef;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The forms of keys: each does what the API does. */
@Controller
class KeyForms {

  private final Keys keys;
  private final Form form;

  KeyForms(Keys keys, Form form) {
    this.keys = keys;
    this.form = form;
  }

  @PostMapping("/keys")
  String makeKeys(
      @RequestParam String modelOwnerId,
      @RequestParam String model,
      @RequestParam int version,
      @RequestParam Mode mode,
      RedirectAttributes next) {
    keys.generate(form.valid(new ModelRef(modelOwnerId, model, version, mode)));
    return Form.done(next, "Keys are being made and sent.", "/keys");
  }

  @PostMapping("/keys/{id}/{act:rotate|retry|delete}")
  String changeKeys(@PathVariable String id, @PathVariable String act, RedirectAttributes next) {
    String done =
        switch (act) {
          case "rotate" -> {
            keys.rotate(id);
            yield "New keys are being made and sent; then the old ones are deleted.";
          }
          case "retry" -> {
            keys.retry(id);
            yield "The upload goes on.";
          }
          default -> {
            String left = keys.delete(id).told();
            yield left.isEmpty()
                ? "The keys were deleted here and at the model owner."
                : "The keys were deleted here. " + left;
          }
        };
    return Form.done(next, done, "/keys");
  }

  @PostMapping("/keys/{id}/export")
  ResponseEntity<byte[]> exportKey(@PathVariable String id, @RequestParam String passphrase) {
    return Form.file("secret-key.ctlkey", keys.export(id, passphrase));
  }

  @PostMapping("/keys/import")
  String importKey(
      @RequestParam String model,
      @RequestParam MultipartFile file,
      @RequestParam String passphrase,
      RedirectAttributes next)
      throws IOException {
    keys.add(form.valid(ModelChoice.ref(model)), file.getBytes(), passphrase);
    return Form.done(next, "The key was imported; its public keys are made and sent.", "/keys");
  }
}
