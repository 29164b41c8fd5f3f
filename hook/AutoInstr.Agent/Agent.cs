using AutoInstr.Agent.Configuration;
using AutoInstr.Agent.Lifecycle;
using AutoInstr.Agent.Propagation;
using AutoInstr.Agent.SelfLog;

namespace AutoInstr.Agent;

/// <summary>The agent's entry, called once by the startup hook inside the agent's own load context.</summary>
internal static class Agent
{
    /// <summary>Reads the settings and starts what they ask for. Never throws.</summary>
    public static void Start()
    {
        try
        {
            var settings = ReadSettings();
            ContextPropagation.Install(settings.Propagators);
            if (TracesPipeline.Start(settings) is { } traces)
                ProcessEnd.Await(traces.Flush, traces.ShutDown, settings.FlushOnUnhandledException);
        }
        catch (Exception exception)
        {
            Log.Error($"the agent could not start ({exception.GetType().Name}: {exception.Message}); the application runs without telemetry, please report this");
        }
    }

    /// <summary>What is wrong is said only when it is known where to say it.</summary>
    private static AgentSettings ReadSettings()
    {
        List<string>? problems = null;
        var settings = AgentSettings.Read(Environment.GetEnvironmentVariable, problem => (problems ??= []).Add(problem));
        Log.Configure(settings.SelfLog);
        foreach (var problem in problems ?? [])
            Log.Warn(problem);
        return settings;
    }
}
