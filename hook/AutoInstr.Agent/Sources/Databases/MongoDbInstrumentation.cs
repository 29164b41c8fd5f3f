using System.Diagnostics;

namespace AutoInstr.Agent.Sources.Databases;

/// <summary>MongoDB.Driver, which has its own source: a span of the operation, and one of each command that it sends.</summary>
/// <remarks>One call gives one span here: what only the command's knows goes to the operation's.</remarks>
internal sealed class MongoDbInstrumentation : Instrumentation
{
    private const string SourceName = "MongoDB.Driver";

    /// <summary>What the span of a command knows of its call.</summary>
    private static readonly string[] OfCommand =
        ["server.address", "server.port", "network.transport", "db.query.text", "db.response.status_code", "exception.type",
            "exception.message", "exception.stacktrace"];

    /// <inheritdoc/>
    public override string Id => "MONGODB";

    /// <inheritdoc/>
    public override string Library => "MongoDB.Driver 3.7 - 3.14";

    /// <inheritdoc/>
    public override string Spans => "operations, transactions";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Sources => [SourceName];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Assemblies => ["MongoDB.Driver"];

    /// <inheritdoc/>
    public override bool Normalises => true;

    /// <inheritdoc/>
    public override bool OnStop(Activity activity)
    {
        if (activity.GetTagItem("db.command.name") is not null && activity.Parent is { } operation && operation.Source.Name == SourceName
            && operation.GetTagItem("db.operation.name") is not null)
        {
            foreach (string key in OfCommand)
                operation.SetTag(key, activity.GetTagItem(key) ?? operation.GetTagItem(key));
            return false;
        }

        activity.RenameTag("db.command.name", "db.operation.name");
        activity.RenameTag("db.operation.summary", "db.query.summary");
        activity.RemoveTag("db.mongodb.lsid");
        activity.RemoveTag("db.mongodb.server_connection_id");
        activity.RemoveTag("db.mongodb.driver_connection_id");
        if (activity.GetTagItem("db.query.summary") is string summary)
            activity.DisplayName = summary;
        TakeError(activity);
        return true;
    }

    /// <summary>The driver writes attributes where the conventions have an event.</summary>
    private static void TakeError(Activity activity)
    {
        activity.ClearOkStatus();
        if (activity.GetTagItem("exception.type") is not { } type)
            return;
        var tags = new ActivityTagsCollection { ["exception.type"] = type };
        activity.MoveTag("exception.message", tags);
        activity.MoveTag("exception.stacktrace", tags);
        activity.RemoveTag("exception.type");
        if (activity.Status != ActivityStatusCode.Error)
            return;
        activity.AddEvent(new ActivityEvent("exception", tags: tags));
        activity.SetTag("error.type", activity.GetTagItem("db.response.status_code") ?? type);
    }
}
