using AutoInstr.Agent.Configuration;
using AutoInstr.Agent.ExistingSdk;
using AutoInstr.Agent.Lifecycle;
using AutoInstr.Agent.Logs;
using AutoInstr.Agent.Metrics;
using AutoInstr.Agent.Plugins;
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
    /// <param name="patch">Puts the patches in place, unless nothing is recorded at all. Takes whether an instrumentation is on, by its id,
    /// and the agent's log for the patches, which are in the application's load context: a level and a line.</param>
    public static void Start(Action<Func<string, bool>, Action<int, string>> patch)
    {
        try
        {
            var settings = ReadSettings();
            if (settings.IsFileUnusable)
                EndIfAsked();
            if (settings.Disabled)
                return;
            ContextPropagation.Install(settings.Propagators);
            if (!settings.AskForAnything)
                return;
            // Before there is a thread of ours that could use what is patched.
            patch(settings.ConcernPatches, static (level, message) => Log.Write((LogLevel)level, message));
            var last = new LastExports(StartPipelines(settings), (int)settings.ShutdownTimeout.TotalMilliseconds);
            ProcessEnd.Await(last.Flush, last.ShutDown, settings.FlushOnUnhandledException);
            StartMemory.ReturnLater();
        }
        catch (Exception exception)
        {
            Log.Error(Failure(exception));
            EndIfAsked();
        }
    }

    /// <summary>What is said when the agent or a part of it cannot start.</summary>
    public static string Failure(Exception exception) =>
        $"the agent could not start ({exception.GetType().Name}: {exception.Message}); " +
        "the application runs without telemetry, please report this";

    /// <summary>For who would rather have no application than one without telemetry.</summary>
    private static void EndIfAsked()
    {
        const string variable = "OTEL_DOTNET_AUTO_FAIL_FAST_ENABLED";
        if (!"true".Equals(Environment.GetEnvironmentVariable(variable)?.Trim(), StringComparison.OrdinalIgnoreCase))
            return;
        Log.Error($"{variable}=true: the process ends");
        Environment.Exit(1);
    }

    private static List<IPipeline> StartPipelines(AgentSettings settings)
    {
        var application = new ApplicationSdk(settings.ExistingSdk);
        var plugins = new Lazy<PluginSet>(() => PluginSet.Load(settings.Plugins));
        var resource = new Lazy<Resource>(() => ResourceFactory.Create(settings.Resource, plugins.Value.Detect()));
        // What listens to meters is to be there before the application's first measurement, on a thread of its own.
        var others = new TaskCompletionSource<OtherSignals>();
        var metrics = MetricsPipeline.Start(settings, application, resource, plugins, others.Task);
        TracesPipeline? traces = null;
        LogsPipeline? logs = null;
        try
        {
            traces = TracesPipeline.Start(settings, application, resource, plugins);
            logs = LogsPipeline.Start(settings, resource, plugins);
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
