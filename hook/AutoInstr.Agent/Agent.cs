using AutoInstr.Agent.Configuration;
using AutoInstr.Agent.ExistingSdk;
using AutoInstr.Agent.Lifecycle;
using AutoInstr.Agent.Logs;
using AutoInstr.Agent.Metrics;
using AutoInstr.Agent.Propagation;
using AutoInstr.Agent.Resources;
using AutoInstr.Agent.SelfLog;
using AutoInstr.Agent.Traces;
using OpenTelemetry.Resources;

namespace AutoInstr.Agent;

/// <summary>The agent's entry, called once by the startup hook inside the agent's own load context.</summary>
internal static class Agent
{
    /// <summary>Reads the settings and starts what they ask for. Never throws.</summary>
    /// <param name="log">The agent's log for the patches, which are in the application's load context: a level and a line.</param>
    /// <returns>Whether an instrumentation is on, by its id; <see langword="null"/> when nothing is traced at all.</returns>
    public static Func<string, bool>? Start(out Action<int, string> log)
    {
        log = static (level, message) => Log.Write((LogLevel)level, message);
        try
        {
            var settings = ReadSettings();
            if (settings.Disabled)
                return null;
            ContextPropagation.Install(settings.Propagators);
            var pipelines = StartPipelines(settings, out var isTraced);
            if (pipelines.Count == 0 && !settings.Logs.Correlation)
                return null;
            var last = new LastExports(pipelines, (int)settings.ShutdownTimeout.TotalMilliseconds);
            ProcessEnd.Await(last.Flush, last.ShutDown, settings.FlushOnUnhandledException);
            return id => SettingReader.Contains(LogsSettings.Libraries, id) ? settings.Logs.Concern(id)
                : isTraced && settings.Traces.IsInstrumentationEnabled(id);
        }
        catch (Exception exception)
        {
            Log.Error(Failure(exception));
            return null;
        }
    }

    /// <summary>What is said when the agent or a part of it cannot start.</summary>
    public static string Failure(Exception exception) =>
        $"the agent could not start ({exception.GetType().Name}: {exception.Message}); " +
        "the application runs without telemetry, please report this";

    private static List<IPipeline> StartPipelines(AgentSettings settings, out bool isTraced)
    {
        var application = new ApplicationSdk(settings.ExistingSdk);
        var resource = new Lazy<Resource>(() => ResourceFactory.Create(settings.Resource));
        // What listens to meters is to be there before the application's first measurement, on a thread of its own.
        var others = new TaskCompletionSource<OtherSignals>();
        var metrics = MetricsPipeline.Start(settings, application, resource, others.Task);
        TracesPipeline? traces = null;
        LogsPipeline? logs = null;
        try
        {
            traces = TracesPipeline.Start(settings, application, resource);
            logs = LogsPipeline.Start(settings, resource);
        }
        finally
        {
            others.SetResult(new OtherSignals(traces?.Export, logs?.Export));
        }
        List<IPipeline> pipelines = [];
        foreach (IPipeline? pipeline in (IPipeline?[])[traces, metrics, logs])
        {
            if (pipeline != null)
                pipelines.Add(pipeline);
        }
        isTraced = traces != null;
        return pipelines;
    }

    /// <summary>What is wrong is said only when it is known where to say it. Some settings are read later, and report then.</summary>
    private static AgentSettings ReadSettings()
    {
        List<string>? early = [];
        var settings = AgentSettings.Read(Environment.GetEnvironmentVariable, problem =>
        {
            if (early != null)
                early.Add(problem);
            else
                Log.Warn(problem);
        });
        Log.Configure(settings.SelfLog);
        foreach (var problem in early)
            Log.Warn(problem);
        early = null;
        return settings;
    }
}
