package org.cryptotl.dataowner.modelowner;

import jakarta.validation.Valid;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The connections over HTTP. */
@RestController
@RequestMapping("/api/v1/model-owners")
class ModelOwnerController {

  private final ModelOwners owners;

  ModelOwnerController(ModelOwners owners) {
    this.owners = owners;
  }

  @GetMapping
  List<ModelOwner> list() {
    return owners.list();
  }

  @PostMapping
  @ResponseStatus(HttpStatus.CREATED)
  ModelOwner connect(@RequestBody @Valid ConnectionRequest request) {
    return owners.connect(request);
  }

  @GetMapping("/{id}")
  ModelOwner get(@PathVariable String id) {
    return owners.get(id);
  }

  @PutMapping("/{id}")
  ModelOwner change(@PathVariable String id, @RequestBody @Valid ConnectionChange change) {
    return owners.change(id, change);
  }

  @GetMapping("/{id}/models")
  List<OfferedModel> models(@PathVariable String id) {
    return owners.models(id);
  }

  @DeleteMapping("/{id}")
  Deleted delete(@PathVariable String id) {
    return owners.delete(id);
  }
}
