namespace AutoInstr.Agent.Sources;

/// <summary>Switches by which libraries keep their telemetry off until it is asked for.</summary>
internal static class FeatureSwitch
{
    /// <summary>Turns a switch on, unless the application or its operator has decided already.</summary>
    /// <param name="name">Its name in <see cref="AppContext"/>.</param>
    /// <param name="variable">The environment variable that decides when the switch is not set.</param>
    public static void TurnOn(string name, string variable)
    {
        if (!AppContext.TryGetSwitch(name, out _) && string.IsNullOrEmpty(Environment.GetEnvironmentVariable(variable)))
            AppContext.SetSwitch(name, true);
    }
}
