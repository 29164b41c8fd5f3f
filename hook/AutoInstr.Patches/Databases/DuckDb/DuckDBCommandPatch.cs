using System.Data.Common;
using System.Diagnostics;
using AutoInstr.Patching;

namespace AutoInstr.Patches.Databases.DuckDb;

/// <summary>Commands of DuckDB.NET: all its other methods, also the asynchronous ones, end in one of these.</summary>
[Instrumentation("DUCKDB")]
[Patch(Provider, Type = Command, Method = "ExecuteNonQuery")]
[Patch(Provider, Type = Command, Method = "ExecuteScalar")]
[Patch(Provider, Type = Command, Method = "ExecuteDbDataReader")]
[Patch(Provider, From = "1.5", Type = Command, Method = "ExecuteArrowStream")]
internal static class DuckDBCommandPatch
{
    private const string Provider = "DuckDB.NET.Data", Command = "DuckDB.NET.Data.DuckDBCommand";

    private static readonly ActivitySource Source = PatchActivity.NewSource("DuckDB");

    private static void Prefix(DbCommand __instance, out Activity? __state) =>
        __state = CommandSpan.Start(Source, __instance);

    private static void Finalizer(Activity? __state, Exception? __exception) => DatabaseSpan.Stop(__state, __exception);
}
