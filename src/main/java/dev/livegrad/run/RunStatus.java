package dev.livegrad.run;

/** What a run is doing. */
public enum RunStatus {
  /** At step 0; nothing was done yet. */
  READY,
  RUNNING,
  PAUSED,
  /** At the spec's last step; it can be continued. */
  FINISHED,
  /** Stopped by itself, since a number was no longer finite. */
  DIVERGED
}
