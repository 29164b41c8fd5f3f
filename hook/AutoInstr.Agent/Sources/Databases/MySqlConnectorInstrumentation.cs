using System.Diagnostics;
using System.Reflection;
using AutoInstr.Sql;

namespace AutoInstr.Agent.Sources.Databases;

/// <summary>MySQL and MariaDB through MySqlConnector, which has its own source.</summary>
internal sealed class MySqlConnectorInstrumentation : Instrumentation
{
    /// <summary>The value of MySqlConnector's enumeration that stands for the current conventions.</summary>
    private const int StableConventions = 2;

    private readonly LibraryOptions _options = new();

    /// <inheritdoc/>
    public override string Id => "MYSQLCONNECTOR";

    /// <inheritdoc/>
    public override string Library => "MySqlConnector 2";

    /// <inheritdoc/>
    public override string Spans => "connections, commands, commits and rollbacks";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Sources => ["MySqlConnector"];

    /// <inheritdoc/>
    public override string? Assembly => "MySqlConnector";

    /// <inheritdoc/>
    public override bool Normalises => true;

    /// <inheritdoc/>
    public override LibraryCopies Copies => LibraryCopies.Each;

    /// <summary>Asks the library, where it has the choice, for the current conventions, as
    /// OTEL_SEMCONV_STABILITY_OPT_IN=database would.</summary>
    /// <remarks>
    /// It ends the span of a failing command before it says that it failed, too late for <see cref="OnStop"/>: what it says must be right
    /// by itself.
    /// </remarks>
    public override IDisposable? Attach(AttachContext context)
    {
        object? options = context.Library.GetType("MySqlConnector.MySqlConnectorTracingOptions")
            ?.GetProperty("Default", BindingFlags.Public | BindingFlags.Static)?.GetValue(null);
        PropertyInfo? conventions = options?.GetType().GetProperty("SemanticConventionsKinds");
        if (conventions is { CanWrite: true, PropertyType.IsEnum: true })
        {
            object stable = Enum.ToObject(conventions.PropertyType, StableConventions);
            _options.Add(
                context, new LibraryOption(() => conventions.GetValue(options), kinds => conventions.SetValue(options, kinds), stable));
        }
        return null;
    }

    /// <inheritdoc/>
    public override bool IsWanted(ref readonly ActivityCreationOptions<ActivityContext> options)
    {
        _options.Set();
        return true;
    }

    /// <inheritdoc/>
    public override void OnDeferred() => _options.Restore();

    /// <inheritdoc/>
    public override bool OnStop(Activity activity)
    {
        if (activity.GetTagItem("db.system") is not null || activity.GetTagItem("thread.id") is not null)
            DatabaseSpan.RenameOldAttributes(activity);
        activity.MakeTagText("db.response.status_code");
        activity.EnsureErrorType();
        activity.RemoveTag("db.connection_id");
        if (activity.OperationName == "Open")
            activity.DisplayName = activity.GetTagItem("db.namespace") is string database ? $"CONNECT {database}" : "CONNECT";
        else
            DatabaseSpan.Describe(activity, SqlDialect.MySql);
        return true;
    }
}
