package org.cryptotl.modelowner.tenants;

import jakarta.servlet.DispatcherType;
import org.cryptotl.modelowner.problems.Problem;
import org.cryptotl.modelowner.problems.ProblemType;
import org.cryptotl.modelowner.problems.ProblemWriter;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;

/** Which role may call what. No sessions, no cookies, and hence no forged requests by browsers. */
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {

  private static final String POLICY =
      "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline';"
          + " frame-ancestors 'none'; base-uri 'none'";

  /** Nobody logs in by name and password. */
  @Bean
  AuthenticationManager nobody() {
    return authentication -> authentication;
  }

  @Bean
  SecurityFilterChain chain(
      HttpSecurity http, Tokens tokens, RateLimiter limiter, ProblemWriter problems)
      throws Exception {
    String admin = Role.ADMIN.name();
    return http.csrf(AbstractHttpConfigurer::disable)
        .formLogin(AbstractHttpConfigurer::disable)
        .httpBasic(AbstractHttpConfigurer::disable)
        .logout(AbstractHttpConfigurer::disable)
        .requestCache(AbstractHttpConfigurer::disable)
        .sessionManagement(s -> s.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        .headers(h ->
            h.contentSecurityPolicy(c -> c.policyDirectives(POLICY))
                .referrerPolicy(Customizer.withDefaults()))
        .addFilterBefore(new TokenFilter(tokens, limiter, problems), AuthorizationFilter.class)
        .authorizeHttpRequests(a ->
            a.dispatcherTypeMatchers(DispatcherType.ERROR, DispatcherType.ASYNC)
                .permitAll()
                .requestMatchers(
                    "/actuator/health/**",
                    "/actuator/health",
                    "/openapi/**",
                    "/v3/api-docs/**",
                    "/swagger-ui/**",
                    "/swagger-ui.html")
                .permitAll()
                .requestMatchers("/api/v1/tenants/**", "/api/v1/audit", "/actuator/**")
                .hasRole(admin)
                .requestMatchers(HttpMethod.POST, "/api/v1/models/*/versions/*/evaluations")
                .authenticated()
                .requestMatchers(HttpMethod.POST, "/api/v1/models/**")
                .hasRole(admin)
                .requestMatchers(HttpMethod.DELETE, "/api/v1/models/**")
                .hasRole(admin)
                .anyRequest()
                .authenticated())
        .exceptionHandling(e ->
            e.authenticationEntryPoint((request, response, _) ->
                    problems.write(
                        request,
                        response,
                        new Problem(
                            ProblemType.UNAUTHORIZED, "send a token: Authorization: Bearer ...")))
                .accessDeniedHandler((request, response, _) ->
                    problems.write(
                        request,
                        response,
                        new Problem(ProblemType.FORBIDDEN, "only administrators may do this"))))
        .build();
  }
}
