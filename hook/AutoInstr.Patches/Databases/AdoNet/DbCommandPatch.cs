using System.Data.Common;
using System.Diagnostics;
using AutoInstr.Patching;

namespace AutoInstr.Patches.Databases.AdoNet;

/// <summary>Commands of every ADO.NET provider that makes no spans of its own, has no patch of its own, and no adapter.</summary>
[Instrumentation("ADONET")]
[PatchDerived("System.Data.Common", Type = "System.Data.Common.DbCommand",
    Methods =
    [
        "ExecuteNonQuery", "ExecuteNonQueryAsync", "ExecuteScalar", "ExecuteScalarAsync", "ExecuteReader", "ExecuteReaderAsync",
        "ExecuteDbDataReader", "ExecuteDbDataReaderAsync",
    ],
    Except = ["Microsoft.Data.SqlClient", "System.Data.SqlClient"],
    Unless = "System.Diagnostics.ActivitySource")]
internal static class DbCommandPatch
{
    private static readonly ActivitySource Source = PatchActivity.NewSource("AdoNet");

    private static void Prefix(DbCommand __instance, out Activity? __state) =>
        __state = Decorators.Contain(__instance.GetType()) ? null : CommandSpan.Start(Source, __instance);

    private static void Finalizer(Activity? __state, Exception? __exception) =>
        DatabaseSpan.Stop(__state, __exception, (__exception as DbException)?.SqlState);
}
