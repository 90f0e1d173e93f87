package org.cryptotl.modelowner.tenants;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.cryptotl.modelowner.problems.Problem;
import org.cryptotl.modelowner.problems.ProblemType;
import org.cryptotl.modelowner.problems.ProblemWriter;
import org.springframework.http.HttpHeaders;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/** Finds the caller by the bearer token. */
final class TokenFilter extends OncePerRequestFilter {

  private static final String SCHEME = "Bearer ";

  private final Tokens tokens;
  private final RateLimiter limiter;
  private final ProblemWriter problems;

  TokenFilter(Tokens tokens, RateLimiter limiter, ProblemWriter problems) {
    this.tokens = tokens;
    this.limiter = limiter;
    this.problems = problems;
  }

  /** The other half of an asynchronous answer has its caller too. */
  @Override
  protected boolean shouldNotFilterAsyncDispatch() {
    return false;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    String header = request.getHeader(HttpHeaders.AUTHORIZATION);
    if (header != null && header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      Optional<Caller> caller = tokens.caller(header.substring(SCHEME.length()).strip());
      if (caller.isEmpty()) {
        problems.write(
            request,
            response,
            new Problem(ProblemType.UNAUTHORIZED, "the token is unknown, or was deleted"));
        return;
      }
      if (!isAsyncDispatch(request)) {
        try {
          limiter.take(caller.get());
        } catch (Problem limited) {
          problems.write(request, response, limited);
          return;
        }
      }
      SecurityContext context = SecurityContextHolder.createEmptyContext();
      context.setAuthentication(
          UsernamePasswordAuthenticationToken.authenticated(
              caller.get(),
              null,
              List.of(new SimpleGrantedAuthority("ROLE_" + caller.get().role()))));
      SecurityContextHolder.setContext(context);
    }
    chain.doFilter(request, response);
  }
}
