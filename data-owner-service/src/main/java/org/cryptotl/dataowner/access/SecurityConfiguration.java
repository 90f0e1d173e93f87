package org.cryptotl.dataowner.access;

import jakarta.servlet.DispatcherType;
import org.cryptotl.dataowner.problems.Problem;
import org.cryptotl.dataowner.problems.ProblemType;
import org.cryptotl.dataowner.problems.ProblemWriter;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;

/**
 * Two doors: the API takes bearer tokens and knows no sessions (and hence no forged requests by
 * browsers); the pages take a password, keep a session and check CSRF tokens.
 */
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {

  private static final String POLICY =
      "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline';"
          + " frame-ancestors 'none'; base-uri 'none'; form-action 'self'";

  @Bean
  PasswordEncoder passwordEncoder() {
    return new BCryptPasswordEncoder();
  }

  @Bean
  @Order(1)
  SecurityFilterChain apiChain(HttpSecurity http, ApiTokens tokens, ProblemWriter problems) {
    return http.securityMatcher("/api/**", "/actuator/**")
        .csrf(AbstractHttpConfigurer::disable)
        .requestCache(AbstractHttpConfigurer::disable)
        .logout(AbstractHttpConfigurer::disable)
        .sessionManagement(s -> s.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        .addFilterBefore(new TokenFilter(tokens), AuthorizationFilter.class)
        .authorizeHttpRequests(a ->
            a.dispatcherTypeMatchers(DispatcherType.ERROR, DispatcherType.ASYNC)
                .permitAll()
                .requestMatchers("/actuator/health/**", "/actuator/health")
                .permitAll()
                .anyRequest()
                .authenticated())
        .exceptionHandling(e ->
            e.authenticationEntryPoint((request, response, _) ->
                problems.write(
                    request,
                    response,
                    new Problem(
                        ProblemType.UNAUTHORIZED,
                        "send a token: Authorization: Bearer ...; tokens are made on the"
                            + " settings page"))))
        .build();
  }

  @Bean
  @Order(2)
  SecurityFilterChain pagesChain(HttpSecurity http) {
    return http.authorizeHttpRequests(a ->
            a.dispatcherTypeMatchers(
                    DispatcherType.ERROR, DispatcherType.ASYNC, DispatcherType.FORWARD)
                .permitAll()
                .requestMatchers(
                    "/login",
                    "/pages.css",
                    "/pages.js",
                    "/plots.js",
                    "/webjars/**",
                    "/openapi/**",
                    "/v3/api-docs/**",
                    "/swagger-ui/**",
                    "/swagger-ui.html")
                .permitAll()
                .anyRequest()
                .authenticated())
        .headers(h -> h.contentSecurityPolicy(c -> c.policyDirectives(POLICY)))
        .formLogin(f -> f.loginPage("/login").permitAll())
        .logout(l -> l.logoutSuccessUrl("/login?out"))
        .build();
  }
}
