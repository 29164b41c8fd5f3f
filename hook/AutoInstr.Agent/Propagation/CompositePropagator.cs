using System.Diagnostics;
using AutoInstr.Agent.SelfLog;

namespace AutoInstr.Agent.Propagation;

/// <summary>Writes every configured format, and reads the one that is there.</summary>
/// <remarks>
/// When a carrier has several, the format that is configured last counts, for the context and for each key of the baggage. That is what
/// the specification's composite propagator amounts to: extractors run in order, and each replaces what it finds and keeps what it does not
/// (https://opentelemetry.io/docs/specs/otel/context/api-propagators/#composite-propagator). Nothing is thrown at the application,
/// not even by the callbacks that come from it.
/// </remarks>
internal sealed class CompositePropagator : DistributedContextPropagator
{
    private readonly ContextFormat[] _formats;
    private readonly string[] _fields;

    /// <summary>Joins formats.</summary>
    /// <param name="formats">The formats in the order of the configuration; none means that nothing is read and written.</param>
    public CompositePropagator(IReadOnlyList<ContextFormat> formats)
    {
        _formats = [.. formats];
        var fields = new List<string>();
        foreach (var format in _formats)
        {
            foreach (var field in format.Fields)
            {
                if (!fields.Contains(field))
                    fields.Add(field);
            }
        }
        _fields = [.. fields];
    }

    /// <inheritdoc/>
    public override IReadOnlyCollection<string> Fields => _fields;

    /// <inheritdoc/>
    public override void Inject(Activity? activity, object? carrier, PropagatorSetterCallback? setter)
    {
        if (activity is null || setter is null || activity.IdFormat != ActivityIdFormat.W3C || activity.Id is null)
            return;

        foreach (var format in _formats)
        {
            try
            {
                format.Inject(activity, new CarrierWriter(carrier, setter));
            }
            catch (Exception exception)
            {
                Report("written", exception);
            }
        }
    }

    /// <inheritdoc/>
    public override void ExtractTraceIdAndState(
        object? carrier, PropagatorGetterCallback? getter, out string? traceId, out string? traceState)
    {
        if (getter is not null)
        {
            for (var i = _formats.Length - 1; i >= 0; i--)
            {
                try
                {
                    if (_formats[i].TryExtract(new CarrierReader(carrier, getter), out traceId, out traceState))
                        return;
                }
                catch (Exception exception)
                {
                    Report("read", exception);
                }
            }
        }
        (traceId, traceState) = (null, null);
    }

    /// <inheritdoc/>
    /// <returns>The entries last to first, as callers expect who add them to an <see cref="Activity"/> one before the other.</returns>
    public override IEnumerable<KeyValuePair<string, string?>>? ExtractBaggage(object? carrier, PropagatorGetterCallback? getter)
    {
        if (getter is null)
            return null;

        var entries = default(BaggageEntries);
        foreach (var format in _formats)
        {
            try
            {
                format.ExtractBaggage(new CarrierReader(carrier, getter), ref entries);
            }
            catch (Exception exception)
            {
                Report("read", exception);
            }
        }
        return entries.Reversed();
    }

    private static void Report(string what, Exception exception) =>
        Log.Once(
            LogLevel.Debug, "propagation:" + what, $"trace context could not be {what}: {exception.GetType().Name}: {exception.Message}");
}
