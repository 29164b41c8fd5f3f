namespace AutoInstr.Doctor.Report;

/// <summary>How good something is.</summary>
internal enum Mark
{
    /// <summary>As it should be.</summary>
    Ok,
    /// <summary>Worth knowing; nothing need be done.</summary>
    Note,
    /// <summary>Telemetry is missing or wrong because of it.</summary>
    Problem,
}
