package dev.livegrad.export;

/** The files that a run is exported to. */
public enum RunFile {
  /** The spec with the seed and whatever people changed in it; all data that came from a file. */
  SPEC("spec.yaml", "application/yaml"),

  /** The commands with their steps, which give the run again together with the spec. */
  JOURNAL("journal.json", "application/json"),

  /** What each step measured. */
  STEPS("steps.csv", "text/csv; charset=utf-8"),

  /** The parameters as they are. */
  PARAMETERS("parameters.csv", "text/csv; charset=utf-8"),

  /** What the network makes of each sample with them. */
  PREDICTIONS("predictions.csv", "text/csv; charset=utf-8"),

  /** What the diagnosis noticed. */
  FINDINGS("findings.csv", "text/csv; charset=utf-8");

  private final String fileName;
  private final String mediaType;

  RunFile(String fileName, String mediaType) {
    this.fileName = fileName;
    this.mediaType = mediaType;
  }

  public String fileName() {
    return fileName;
  }

  public String mediaType() {
    return mediaType;
  }
}
