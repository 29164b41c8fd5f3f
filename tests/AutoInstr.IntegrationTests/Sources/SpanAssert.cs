using System.Globalization;
using AutoInstr.Viewer.Model;
using Xunit;

namespace AutoInstr.IntegrationTests.Sources;

/// <summary>What tests of libraries say of a span.</summary>
internal static class SpanAssert
{
    /// <summary>Stands for any value of an attribute.</summary>
    public const string Any = "*";

    /// <summary>A span's attributes are these and no others.</summary>
    public static void HasAttributes(Span span, params (string Key, object Value)[] expected)
    {
        var actual = span.Attributes.Select(attribute => (attribute.Key, Value: Text(attribute.Value)))
            .ToDictionary(pair => pair.Key, pair => pair.Value);
        foreach (var (key, _) in expected.Where(pair => pair.Value is Any && actual.ContainsKey(pair.Key)))
            actual[key] = Any;
        Assert.Equal(Lines(expected.Select(pair => (pair.Key, Text(pair.Value)))), Lines(actual.Select(pair => (pair.Key, pair.Value))));
    }

    /// <summary>A span failed with an error type, and says so with its status too.</summary>
    public static void Failed(Span span, string errorType)
    {
        Assert.Equal(SpanStatus.Error, span.Status);
        Assert.Equal(errorType, span.Attributes["error.type"]);
    }

    /// <summary>A span did not fail, and says nothing of its status.</summary>
    public static void Succeeded(Span span)
    {
        Assert.Equal(SpanStatus.Unset, span.Status);
        Assert.Null(span.Attributes["error.type"]);
    }

    /// <summary>A span is the child of another.</summary>
    public static void IsChild(Span parent, Span child) =>
        Assert.Equal((parent.TraceId, parent.SpanId), (child.TraceId, child.ParentSpanId));

    /// <summary>No text of a span holds this.</summary>
    public static void DoesNotMention(Span span, string secret) =>
        Assert.DoesNotContain(
            secret,
            string.Join('\n', span.Attributes.Select(attribute => Text(attribute.Value)).Append(span.Name).Append(span.StatusMessage)),
            StringComparison.Ordinal);

    private static string Text(object? value) => value is bool flag ? (flag ? "true" : "false")
        : Convert.ToString(value, CultureInfo.InvariantCulture) + (value is string ? "" : " (number)");

    private static string Lines(IEnumerable<(string Key, string Value)> attributes) =>
        string.Join('\n', attributes.Select(pair => $"{pair.Key} = {pair.Value}").Order(StringComparer.Ordinal));
}
