package finance.flowlet.contract.initiation;

/// Whether a scheduled payment will be made again. The last two are final.
public enum ScheduleStatus {
    ACTIVE,
    PAUSED,
    COMPLETED,
    CANCELED
}
