using System.Diagnostics;
using AutoInstr.Sql;

namespace AutoInstr.Agent.Sources.Databases;

/// <summary>Oracle's driver, which has its own source.</summary>
internal sealed class OracleInstrumentation : Instrumentation
{
    /// <inheritdoc/>
    public override string Id => "ORACLEMDA";

    /// <inheritdoc/>
    public override string Library => "Oracle.ManagedDataAccess.Core 23";

    /// <inheritdoc/>
    public override string Spans => "commands";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Sources => ["Oracle.ManagedDataAccess.Core"];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Assemblies => ["Oracle.ManagedDataAccess"];

    /// <inheritdoc/>
    public override bool Normalises => true;

    /// <inheritdoc/>
    public override string Unverified => "neither the package nor a server is to be had where this is built";

    /// <inheritdoc/>
    public override bool OnStop(Activity activity)
    {
        DatabaseSpan.RenameOldAttributes(activity);
        activity.TakeStatusFromTags();
        activity.EnsureErrorType();
        if (activity.GetTagItem("db.query.text") is not null)
            DatabaseSpan.Describe(activity, SqlDialect.Standard);
        return true;
    }
}
