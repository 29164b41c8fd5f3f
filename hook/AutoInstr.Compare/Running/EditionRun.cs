using AutoInstr.Compare.Recordings;
using AutoInstr.Viewer;
using AutoInstr.Viewer.Collect;

namespace AutoInstr.Compare.Running;

/// <summary>One run of one edition.</summary>
/// <param name="plan">What is run.</param>
/// <param name="traffic">What is asked of it.</param>
/// <param name="variables">The plan's variables.</param>
/// <param name="commandOf">The edition's command of a service.</param>
/// <param name="environmentOf">The edition's variables: of a service's name and the receiver's endpoint.</param>
internal sealed class EditionRun(
    RunPlan plan, Traffic traffic, PlanVariables variables, Func<PlannedService, PlannedCommand> commandOf,
    Func<string, string, IReadOnlyDictionary<string, string>> environmentOf)
{
    /// <summary>What was received.</summary>
    public Recording? Recording { get; private set; }

    /// <summary>What the services used, in the order of the plan.</summary>
    public IReadOnlyList<Usage> Usages { get; private set; } = [];

    /// <summary>What the traffic was answered with.</summary>
    public IReadOnlyList<string> Answers { get; private set; } = [];

    /// <summary>Runs it.</summary>
    /// <param name="recordingFile">Where what is received is written to as well, or <see langword="null"/>.</param>
    /// <param name="stop">Ends it early.</param>
    /// <exception cref="ComparisonException">It cannot be run.</exception>
    public async Task RunAsync(string? recordingFile, CancellationToken stop)
    {
        var data = Directory.CreateTempSubdirectory("autoinstr-compare-");
        variables.Data = data.FullName;
        try
        {
            await RecordAsync(recordingFile, stop).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ComparisonException(e.Message, e);
        }
        finally
        {
            data.Delete(recursive: true);
        }
    }

    private async Task RecordAsync(string? recordingFile, CancellationToken stop)
    {
        var problem = "";
        using var file = recordingFile is null ? null : new JsonLinesFile(recordingFile, message => problem = message);
        var receiver = await OtlpReceiver.StartAsync(ReceiverOptions.FreePorts, stop).ConfigureAwait(false);
        await using (receiver.ConfigureAwait(false))
        {
            receiver.Received += batch => file?.Write(batch);
            await UseAsync(receiver.GrpcEndpoint.OriginalString, stop).ConfigureAwait(false);
            var counts = receiver.Store.Counts;
            if (problem.Length > 0)
                throw new ComparisonException(problem);
            if (counts.EvictedSpans > 0)
                throw new ComparisonException($"there are more spans than the {receiver.Store.Spans.Count} that fit; shorten the traffic");
            if (receiver.Telemetry.Logs.EvictedRecords > 0)
                throw new ComparisonException("there are more log records than fit; shorten the traffic");
            Recording = Recording.Of(receiver.Telemetry);
        }
    }

    private async Task UseAsync(string endpoint, CancellationToken stop)
    {
        var services = new RunningServices();
        await using (services.ConfigureAwait(false))
        {
            foreach (var service in plan.Services)
                await services.AddAsync(Start(service, endpoint), variables.Expand(service.Health), stop).ConfigureAwait(false);
            services.BeginTraffic();
            Answers = await traffic.SendAsync(stop).ConfigureAwait(false);
            await Task.Delay(TimeSpan.FromSeconds(plan.SettleSeconds), stop).ConfigureAwait(false);
            Usages = services.Measure();
        }
    }

    private ServiceProcess Start(PlannedService service, string endpoint)
    {
        var command = commandOf(service);
        return ServiceProcess.Start(service.Name, [.. command.Command.Select(variables.Expand)], plan.PathOf(command.Folder),
        [
            .. plan.Environment.Concat(service.Environment).Concat(environmentOf(service.Name, endpoint))
                .Select(variable => KeyValuePair.Create(variable.Key, variables.Expand(variable.Value))),
        ]);
    }
}
