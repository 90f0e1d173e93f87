package org.cryptotl.dataowner.web;

import org.cryptotl.dataowner.access.Accounts;
import org.cryptotl.dataowner.access.ApiTokens;
import org.cryptotl.dataowner.access.TokenRequest;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Tokens and the password. */
@Controller
class Settings {

  private static final String PAGE = "redirect:/settings";

  private final ApiTokens tokens;
  private final Accounts accounts;
  private final Form form;

  Settings(ApiTokens tokens, Accounts accounts, Form form) {
    this.tokens = tokens;
    this.accounts = accounts;
    this.form = form;
  }

  @GetMapping("/settings")
  String show(Model model) {
    model.addAttribute("tokens", tokens.list());
    return "settings";
  }

  @PostMapping("/settings/tokens")
  String createToken(@RequestParam String name, RedirectAttributes next) {
    TokenRequest request = form.valid(new TokenRequest(name));
    next.addFlashAttribute("newToken", tokens.create(request.name()).token());
    return PAGE;
  }

  @PostMapping("/settings/tokens/{id}/delete")
  String deleteToken(@PathVariable String id, RedirectAttributes next) {
    tokens.delete(id);
    next.addFlashAttribute("done", "The token was deleted.");
    return PAGE;
  }

  @PostMapping("/settings/password")
  String changePassword(
      @RequestParam String present, @RequestParam String password, RedirectAttributes next) {
    accounts.changePassword(present, password);
    next.addFlashAttribute("done", "The password was changed.");
    return PAGE;
  }
}
