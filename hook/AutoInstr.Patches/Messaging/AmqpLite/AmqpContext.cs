using System.Diagnostics;
using Amqp;
using Amqp.Framing;

namespace AutoInstr.Patches.Messaging.AmqpLite;

/// <summary>Context in the application properties of a message.</summary>
internal static class AmqpContext
{
    /// <summary>The properties of a message and a span's context.</summary>
    /// <returns>A copy; <see langword="null"/> where they have a context already.</returns>
    public static ApplicationProperties? With(Activity activity, ApplicationProperties? properties)
    {
        if (properties != null && Extract(properties) != default)
            return null;
        var copy = new ApplicationProperties();
        if (properties != null)
        {
            foreach (var (key, value) in properties.Map)
                copy.Map[key] = value;
        }
        DistributedContextPropagator.Current.Inject(
            activity, copy, static (carrier, name, value) => ((ApplicationProperties)carrier!).Map[name] = value);
        return copy;
    }

    /// <summary>The span that sent a message.</summary>
    public static ActivityContext Extract(ApplicationProperties? properties) =>
        properties == null ? default : PropagatedContext.Extract(properties, Read);

    /// <summary>Its baggage.</summary>
    public static void AddBaggage(Activity activity, Message message)
    {
        if (message.ApplicationProperties is { } properties)
            PropagatedContext.AddBaggage(activity, properties, Read);
    }

    private static void Read(object? carrier, string name, out string? value, out IEnumerable<string>? values)
    {
        values = null;
        value = ((ApplicationProperties)carrier!).Map.TryGetValue(name, out var found) ? found as string : null;
    }
}
