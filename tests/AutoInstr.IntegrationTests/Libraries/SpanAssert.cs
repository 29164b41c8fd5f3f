using AutoInstr.Viewer.Model;
using Xunit;

namespace AutoInstr.IntegrationTests.Libraries;

/// <summary>Assertions on one span.</summary>
internal static class SpanAssert
{
    /// <summary>In the place of a value: something must be there, whatever it is.</summary>
    public static readonly object Anything = new();

    /// <summary>The span has these attributes and no others.</summary>
    public static void Has(Span span, params (string Key, object Value)[] attributes)
    {
        Assert.Equal(attributes.Select(expected => expected.Key).Order(StringComparer.Ordinal),
            span.Attributes.Select(actual => actual.Key).Order(StringComparer.Ordinal));
        foreach (var (key, value) in attributes)
        {
            if (value != Anything)
                Assert.True(Equals(value is int number ? (long)number : value, span.Attributes[key]),
                    $"{span.Name}: {key} is {span.Attributes[key]}, not {value}");
        }
    }

    /// <summary>The span is part of another one, in the same trace.</summary>
    public static void IsChildOf(Span parent, Span span) =>
        Assert.Equal((parent.TraceId, parent.SpanId), (span.TraceId, span.ParentSpanId));

    /// <summary>The span failed, with this error.type.</summary>
    public static void Failed(Span span, string errorType) =>
        Assert.Equal((SpanStatus.Error, errorType), (span.Status, span.Attributes["error.type"]));

    /// <summary>The span did not fail, and does not say more than that.</summary>
    public static void Succeeded(Span span)
    {
        Assert.Equal(SpanStatus.Unset, span.Status);
        Assert.Null(span.Attributes["error.type"]);
    }

    /// <summary>A request carried the span's context.</summary>
    public static void Carried(Span span, IReadOnlyDictionary<string, string> headers) =>
        Assert.Equal($"00-{span.TraceId}-{span.SpanId}-01", headers["traceparent"]);
}
