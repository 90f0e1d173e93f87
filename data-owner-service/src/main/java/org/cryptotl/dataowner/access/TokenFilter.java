package org.cryptotl.dataowner.access;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import org.springframework.http.HttpHeaders;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/** Lets requests with a known bearer token in. */
final class TokenFilter extends OncePerRequestFilter {

  private static final String SCHEME = "bearer ";

  private final ApiTokens tokens;

  TokenFilter(ApiTokens tokens) {
    this.tokens = tokens;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    String header = request.getHeader(HttpHeaders.AUTHORIZATION);
    if (header != null
        && header.toLowerCase(Locale.ROOT).startsWith(SCHEME)
        && tokens.isValid(header.substring(SCHEME.length()).strip())) {
      SecurityContext context = SecurityContextHolder.createEmptyContext();
      context.setAuthentication(
          UsernamePasswordAuthenticationToken.authenticated(
              "token", null, AuthorityUtils.createAuthorityList("ROLE_API")));
      SecurityContextHolder.setContext(context);
    }
    chain.doFilter(request, response);
  }
}
