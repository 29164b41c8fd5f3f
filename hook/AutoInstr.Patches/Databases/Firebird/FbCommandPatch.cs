using System.Data.Common;
using System.Diagnostics;
using System.Globalization;
using AutoInstr.Patching;

namespace AutoInstr.Patches.Databases.Firebird;

/// <summary>Commands of Firebird's client: its other methods end in one of these.</summary>
[Instrumentation("FIREBIRD")]
[Patch(Provider, Type = Command, Method = "ExecuteNonQuery")]
[Patch(Provider, Type = Command, Method = "ExecuteNonQueryAsync")]
[Patch(Provider, Type = Command, Method = "ExecuteScalar")]
[Patch(Provider, Type = Command, Method = "ExecuteScalarAsync")]
[Patch(Provider, Type = Command, Method = "ExecuteReader", Parameters = ["System.Data.CommandBehavior"])]
[Patch(Provider, Type = Command, Method = "ExecuteReaderAsync",
    Parameters = ["System.Data.CommandBehavior", "System.Threading.CancellationToken"])]
internal static class FbCommandPatch
{
    private const string Provider = "FirebirdSql.Data.FirebirdClient", Command = "FirebirdSql.Data.FirebirdClient.FbCommand";

    private static readonly ActivitySource Source = PatchActivity.NewSource("Firebird");

    private static void Prefix(DbCommand __instance, out Activity? __state) =>
        __state = CommandSpan.Start(Source, __instance);

    private static void Finalizer(Activity? __state, Exception? __exception) =>
        DatabaseSpan.Stop(__state, __exception, (__exception as DbException)?.ErrorCode.ToString(CultureInfo.InvariantCulture));
}
