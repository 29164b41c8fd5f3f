using AutoInstr.Viewer.Model;

namespace AutoInstr.Compare.Conventions;

/// <summary>A departure from the semantic conventions, counted over all spans alike.</summary>
/// <param name="Rule">Which rule.</param>
/// <param name="Message">What is wrong, and what would be right.</param>
/// <param name="Service">The service.</param>
/// <param name="Kind">The span's kind.</param>
/// <param name="Span">The span's name; empty when the resource is meant.</param>
/// <param name="Count">How many spans, or 1 for a resource.</param>
internal sealed record Violation(Rule Rule, string Message, string Service, SpanKind Kind, string Span, int Count);

/// <summary>What a rule is about.</summary>
internal enum Rule
{
    /// <summary>An attribute has another name by now.</summary>
    Deprecated,
    /// <summary>An attribute's value is of the wrong type.</summary>
    Type,
    /// <summary>A required attribute is not there.</summary>
    Required,
    /// <summary>The span's name does not have the format.</summary>
    Name,
    /// <summary>The span's status is not what the outcome asks for.</summary>
    Status,
}
