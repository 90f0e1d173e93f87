package org.cryptotl.modelowner.problems;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/** The actuator answers what it does not know with an empty 404. */
@Component
class EmptyAnswers extends OncePerRequestFilter {

  private final ProblemWriter writer;

  EmptyAnswers(ProblemWriter writer) {
    this.writer = writer;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    chain.doFilter(request, response);
    if (response.getStatus() == HttpStatus.NOT_FOUND.value()
        && response.getContentType() == null
        && !response.isCommitted()) {
      writer.write(
          request, response, new Problem(ProblemType.NOT_FOUND, "there is nothing at this path"));
    }
  }
}
