package org.cryptotl.modelowner.evaluation;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.cryptotl.modelowner.Progress;
import org.cryptotl.modelowner.models.Mode;
import org.cryptotl.modelowner.problems.Plain;
import org.cryptotl.modelowner.problems.Problem;
import org.cryptotl.modelowner.tenants.Caller;
import org.springframework.core.io.InputStreamResource;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** A tenant's own jobs. */
@RestController
@RequestMapping("/api/v1/jobs")
class JobController {

  /** What a job is to be. */
  record NewJob(
      @NotBlank @Pattern(regexp = Plain.TEXT, message = Plain.MESSAGE) String model,
      @NotNull Integer version,
      @NotNull Mode mode,
      @NotBlank @Pattern(regexp = Plain.TEXT, message = Plain.MESSAGE) String keys,
      @NotNull @Min(1) Integer chunks) {}

  /** Jobs by age. */
  record JobList(List<Job> jobs) {}

  /** Chunks by number. */
  record ChunkList(List<Chunk> chunks) {}

  private final Jobs jobs;
  private final ChunkUpload uploads;
  private final Progress progress;

  JobController(Jobs jobs, ChunkUpload uploads, Progress progress) {
    this.jobs = jobs;
    this.uploads = uploads;
    this.progress = progress;
  }

  @PostMapping
  @ResponseStatus(HttpStatus.CREATED)
  ResponseEntity<Job> createJob(
      @Valid @RequestBody NewJob body, @AuthenticationPrincipal Caller caller) {
    Job job =
        jobs.create(caller, body.model(), body.version(), body.mode(), body.keys(), body.chunks());
    return ResponseEntity.created(URI.create("/api/v1/jobs/" + job.id())).body(job);
  }

  @GetMapping
  JobList listJobs(@AuthenticationPrincipal Caller caller) {
    return new JobList(jobs.list(caller));
  }

  @GetMapping("/{jobId}")
  Job getJob(@PathVariable String jobId, @AuthenticationPrincipal Caller caller) {
    return jobs.find(caller, jobId);
  }

  @DeleteMapping("/{jobId}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void deleteJob(@PathVariable String jobId, @AuthenticationPrincipal Caller caller)
      throws IOException {
    jobs.delete(caller, jobId);
  }

  @GetMapping(path = "/{jobId}/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
  SseEmitter watchJob(@PathVariable String jobId, @AuthenticationPrincipal Caller caller) {
    jobs.find(caller, jobId);
    return progress.stream(
        () -> {
          try {
            return Optional.of(jobs.find(caller, jobId));
          } catch (Problem _) {
            return Optional.empty();
          }
        },
        job -> job.state() != Job.State.OPEN);
  }

  @PostMapping("/{jobId}/cancel")
  Job cancelJob(@PathVariable String jobId, @AuthenticationPrincipal Caller caller) {
    return jobs.cancel(caller, jobId);
  }

  @PostMapping("/{jobId}/retry")
  Job retryJob(@PathVariable String jobId, @AuthenticationPrincipal Caller caller) {
    return jobs.retry(caller, jobId);
  }

  @GetMapping("/{jobId}/chunks")
  ChunkList listChunks(@PathVariable String jobId, @AuthenticationPrincipal Caller caller) {
    return new ChunkList(jobs.chunks(caller, jobId));
  }

  @PutMapping(
      path = "/{jobId}/chunks/{number}",
      consumes = MediaType.APPLICATION_OCTET_STREAM_VALUE)
  ResponseEntity<Chunk> uploadChunk(
      @PathVariable String jobId,
      @PathVariable int number,
      @RequestBody InputStreamResource body,
      HttpServletRequest request,
      @AuthenticationPrincipal Caller caller)
      throws IOException {
    try (InputStream in = body.getInputStream()) {
      ChunkUpload.Accepted accepted =
          uploads.accept(caller, jobId, number, request.getContentLengthLong(), in);
      ResponseEntity.BodyBuilder answer = ResponseEntity.ok();
      accepted
          .budgetLeft()
          .ifPresent(
              left -> answer.header(EvaluationController.BUDGET_HEADER, Long.toString(left)));
      return answer.body(accepted.chunk());
    }
  }

  @GetMapping(
      path = "/{jobId}/chunks/{number}/result",
      produces = MediaType.APPLICATION_OCTET_STREAM_VALUE)
  InputStreamResource getResult(
      @PathVariable String jobId, @PathVariable int number, @AuthenticationPrincipal Caller caller)
      throws IOException {
    return new InputStreamResource(jobs.result(caller, jobId, number));
  }
}
