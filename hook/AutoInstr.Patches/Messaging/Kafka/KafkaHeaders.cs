using System.Diagnostics;
using System.Text;
using Confluent.Kafka;

namespace AutoInstr.Patches.Messaging.Kafka;

/// <summary>The context in the headers of a message of Kafka.</summary>
internal static class KafkaHeaders
{
    private static readonly DistributedContextPropagator.PropagatorGetterCallback Getter = Read;

    /// <summary>The headers of a message with a context, in a list of their own: the application's may be those of many messages.</summary>
    /// <param name="headers">The application's headers, as the library passes them on.</param>
    /// <param name="activity">The span to go on from.</param>
    public static object? With(object? headers, Activity? activity)
    {
        var own = headers as IEnumerable<IHeader>;
        if (activity is null || (own is not null && MessageContext.IsIn(own, Getter)))
            return headers;
        List<IHeader> all = own is null ? [] : [.. own];
        DistributedContextPropagator.Current.Inject(
            activity, all, static (carrier, field, value) =>
            {
                var headers = (List<IHeader>)carrier!;
                if (Find(headers, field) is null)
                    headers.Add(new Header(field, Encoding.UTF8.GetBytes(value)));
            });
        return all;
    }

    /// <summary>The context in the headers of a message.</summary>
    public static ActivityContext Extract(Headers? headers) => headers is null ? default : PropagatedContext.Extract(headers, Getter);

    private static void Read(object? headers, string field, out string? value, out IEnumerable<string>? values)
    {
        values = null;
        value = Find((IEnumerable<IHeader>)headers!, field) is { } bytes ? Encoding.UTF8.GetString(bytes) : null;
    }

    /// <summary>There may be several of a name: the last one counts.</summary>
    private static byte[]? Find(IEnumerable<IHeader> headers, string name)
    {
        byte[]? value = null;
        foreach (IHeader header in headers)
        {
            if (header.Key == name)
                value = header.GetValueBytes();
        }
        return value;
    }
}
