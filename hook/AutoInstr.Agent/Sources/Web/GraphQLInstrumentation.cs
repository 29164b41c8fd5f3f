using System.Reflection;

namespace AutoInstr.Agent.Sources.Web;

/// <summary>GraphQL.NET: its telemetry is off until an initializer made for agents is called.</summary>
/// <remarks>https://opentelemetry.io/docs/specs/semconv/graphql/graphql-spans/</remarks>
internal sealed class GraphQLInstrumentation : Instrumentation
{
    /// <inheritdoc/>
    public override string Id => "GRAPHQL";

    /// <inheritdoc/>
    public override string Library => "GraphQL.NET 8";

    /// <inheritdoc/>
    public override string Spans => "spans of operations";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Sources => ["GraphQL"];

    /// <inheritdoc/>
    public override string Assembly => "GraphQL";

    /// <inheritdoc/>
    public override LibraryCopies Copies => LibraryCopies.Each;

    /// <summary>Enables the telemetry; the document, which may hold what users typed, only where the settings ask for it.</summary>
    /// <exception cref="TypeLoadException">The library has no initializer.</exception>
    /// <exception cref="MissingMemberException">The library's initializer is not the one known.</exception>
    public override IDisposable? Attach(AttachContext context)
    {
        var initializer = context.Library.GetType("OpenTelemetry.AutoInstrumentation.Initializer", throwOnError: true)!;
        var options = Activator.CreateInstance(context.Library.GetType("GraphQL.Telemetry.GraphQLTelemetryOptions", throwOnError: true)!)!;
        Property(options, "RecordDocument").SetValue(options, context.Settings.GraphQlSetDocument);
        var enable = initializer.GetMethod("EnableAutoInstrumentation", BindingFlags.Static | BindingFlags.Public)
            ?? throw new MissingMethodException(initializer.FullName, "EnableAutoInstrumentation");
        enable.Invoke(null, [options]);
        return null;
    }

    private static PropertyInfo Property(object options, string name) =>
        options.GetType().GetProperty(name) ?? throw new MissingMemberException(options.GetType().FullName, name);
}
