package org.cryptotl.dataowner.web;

import jakarta.validation.ConstraintViolation;
import jakarta.validation.Validator;
import java.util.stream.Collectors;
import org.cryptotl.dataowner.problems.Problem;
import org.cryptotl.dataowner.problems.ProblemType;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** What all forms do: check what was entered, say what was done, hand out files. */
@Component
class Form {

  private final Validator validator;

  Form(Validator validator) {
    this.validator = validator;
  }

  /** The request, if it is as the contract wants it. */
  <T> T valid(T request) {
    var violations = validator.validate(request);
    if (!violations.isEmpty()) {
      throw new Problem(
          ProblemType.INVALID_REQUEST,
          violations.stream().map(Form::describe).sorted().collect(Collectors.joining("; ")));
    }
    return request;
  }

  private static String describe(ConstraintViolation<?> violation) {
    return violation.getPropertyPath() + " " + violation.getMessage();
  }

  /** Goes to a page that begins with what was done. */
  static String done(RedirectAttributes next, String what, String page) {
    next.addFlashAttribute("done", what);
    return "redirect:" + page;
  }

  /** A file to be saved. */
  static ResponseEntity<byte[]> file(String name, byte[] bytes) {
    return ResponseEntity.ok()
        .contentType(MediaType.APPLICATION_OCTET_STREAM)
        .header(
            HttpHeaders.CONTENT_DISPOSITION,
            ContentDisposition.attachment().filename(name).build().toString())
        .body(bytes);
  }
}
