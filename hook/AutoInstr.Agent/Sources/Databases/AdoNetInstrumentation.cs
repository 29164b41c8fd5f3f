using System.Diagnostics;

namespace AutoInstr.Agent.Sources.Databases;

/// <summary>Commands of ADO.NET providers that are patched (AutoInstr.Patches/Databases).</summary>
/// <param name="id">Part of the switch.</param>
/// <param name="library">The library and the versions covered.</param>
/// <param name="source">The source of the patch.</param>
internal sealed class AdoNetInstrumentation(string id, string library, string source) : Instrumentation
{
    /// <inheritdoc/>
    public override string Id => id;

    /// <inheritdoc/>
    public override string Library => library;

    /// <inheritdoc/>
    public override string Spans => "commands";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Sources => [source];

    /// <inheritdoc/>
    public override bool Normalises => true;

    /// <summary>Says which product it is: the patch says which provider.</summary>
    public override bool OnStop(Activity activity)
    {
        if (activity.GetTagItem("db.query.text") is string sql && MySqlDataInstrumentation.IsOfTheDriver(sql))
            return false;
        AdoNetProvider provider = AdoNetProvider.Of(activity.GetTagItem("db.system.name") as string);
        activity.SetTag("db.system.name", provider.System);
        if (activity.GetTagItem("server.address") is string server)
        {
            activity.RemoveTag("server.address");
            if (provider.IsNetworked)
                ServerAddress.Set(activity, server);
            else
                activity.RemoveTag("server.port");
        }

        DatabaseSpan.Describe(activity, provider.Dialect);
        return true;
    }
}
