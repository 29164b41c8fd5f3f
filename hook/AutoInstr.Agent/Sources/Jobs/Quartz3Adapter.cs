using System.Diagnostics;

namespace AutoInstr.Agent.Sources.Jobs;

/// <summary>Makes a span from the start to the stop of each activity that Quartz.NET 3 announces.</summary>
/// <remarks>Of failures, Quartz.NET 3 announces only those that a job reports as a JobExecutionException.</remarks>
internal sealed class Quartz3Adapter : IDisposable
{
    /// <summary>Where the spans come from.</summary>
    public const string SourceName = "AutoInstr.Quartz";

    private const string Execution = "Quartz.Job.Execute";
    private static readonly ActivitySource Source = new(SourceName);

    private readonly DiagnosticEvents _events = new(
        "Quartz", static name => name is Execution or Execution + ".Start" or Execution + ".Stop" or Execution + ".Exception", OnEvent);

    /// <summary>Stops listening.</summary>
    public void Dispose() => _events.Dispose();

    private static void OnEvent(string name, object? payload)
    {
        switch (name)
        {
            case Execution + ".Start" when Activity.Current is { OperationName: Execution } bare:
                Start(bare);
                break;
            case Execution + ".Exception" when payload is Exception exception && Activity.Current is { } failed && failed.Source == Source:
                // The library wraps what the job threw.
                failed.Fail(exception.GetBaseException());
                break;
            case Execution + ".Stop" when Activity.Current is { } ended && ended.Source == Source:
                ended.Stop();
                break;
        }
    }

    /// <summary>An execution is a trace of its own: what happens to be current in a scheduler's thread did not cause it.</summary>
    private static void Start(Activity bare)
    {
        Activity.Current = null;
        if (Source.StartActivity(Execution) is not { } span)
        {
            Activity.Current = bare;
            return;
        }
        foreach (var (key, value) in bare.Tags)
            span.SetTag("quartz." + key, value);
    }
}
