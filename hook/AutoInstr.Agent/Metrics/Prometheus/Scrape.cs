using System.Reflection;
using AutoInstr.Agent.Exporters;

namespace AutoInstr.Agent.Metrics.Prometheus;

/// <summary>Collects for whoever scrapes, in the format that it asks for; scrapes at the same time share a collection.</summary>
/// <param name="exporter">What is collected.</param>
internal sealed class Scrape(PullExporter exporter)
{
    private static readonly MethodInfo Negotiate = SdkInternals.Method(PullExporter.Type("PrometheusHeadersParser"), "Negotiate");
    private static readonly Type Protocol = PullExporter.Type("PrometheusProtocol");
    private static readonly MethodInfo ContentType = SdkInternals.Method(Protocol, "GetContentType");
    private static readonly MethodInfo Translate = SdkInternals.Method(Protocol, "ApplyTranslationStrategy");
    private static readonly Type Collections = PullExporter.Type("PrometheusCollectionManager");
    private static readonly MethodInfo Enter = SdkInternals.Method(Collections, "EnterCollect");
    private static readonly MethodInfo Exit = SdkInternals.Method(Collections, "ExitCollect");

    private readonly object _collections =
        SdkInternals.Property(PullExporter.Type("PrometheusExporter"), "CollectionManager").GetValue(exporter.Inner)!;

    private readonly object? _translation =
        SdkInternals.Property(PullExporter.Type("PrometheusExporter"), "TranslationStrategy").GetValue(exporter.Inner);

    /// <summary>Collects.</summary>
    /// <param name="accept">What formats the request takes, in the words of its header.</param>
    /// <param name="send">Sends the type and the text, which are there until it ends.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Whether there was something to send.</returns>
    public async Task<bool> CollectAsync(
        string? accept, Func<string, ArraySegment<byte>, Task> send, CancellationToken cancellationToken)
    {
        var protocol = Translate.Invoke(null, [Negotiate.Invoke(null, [accept]), _translation]);
        var collected = await AsTask(Enter.Invoke(_collections, [protocol, cancellationToken])!).ConfigureAwait(false);
        try
        {
            if (SdkInternals.Property(collected.GetType(), "Succeeded").GetValue(collected) is not true)
                return false;
            var text = (ArraySegment<byte>)SdkInternals.Property(collected.GetType(), "View").GetValue(collected)!;
            await send((string)ContentType.Invoke(null, [protocol])!, text).ConfigureAwait(false);
            return true;
        }
        finally
        {
            Exit.Invoke(_collections, [protocol]);
        }
    }

    /// <summary>Waits for a task of a result whose type is not public.</summary>
    private static async Task<object> AsTask(object awaitable)
    {
        var task = awaitable as Task ?? (Task)awaitable.GetType().GetMethod(nameof(ValueTask<object>.AsTask))!.Invoke(awaitable, [])!;
        await task.ConfigureAwait(false);
        return task.GetType().GetProperty(nameof(Task<object>.Result))!.GetValue(task)!;
    }
}
