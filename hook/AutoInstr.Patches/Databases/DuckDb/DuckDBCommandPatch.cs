using System.Data.Common;
using System.Diagnostics;
using AutoInstr.Patching;

namespace AutoInstr.Patches.Databases.DuckDb;

/// <summary>Commands of DuckDB.NET: all its other methods, also the asynchronous ones, end in one of these.</summary>
[Instrumentation("DUCKDB")]
[Patch("DuckDB.NET.Data", Type = "DuckDB.NET.Data.DuckDBCommand", Method = "ExecuteNonQuery")]
[Patch("DuckDB.NET.Data", Type = "DuckDB.NET.Data.DuckDBCommand", Method = "ExecuteScalar")]
[Patch("DuckDB.NET.Data", Type = "DuckDB.NET.Data.DuckDBCommand", Method = "ExecuteDbDataReader")]
[Patch("DuckDB.NET.Data", From = "1.5", Type = "DuckDB.NET.Data.DuckDBCommand", Method = "ExecuteArrowStream")]
internal static class DuckDBCommandPatch
{
    private static readonly ActivitySource Source = DatabaseSpan.Source("AutoInstr.DuckDB");

    private static void Prefix(DbCommand __instance, out Activity? __state) =>
        __state = CommandSpan.Start(Source, __instance, isNetworked: false);

    private static void Finalizer(Activity? __state, Exception? __exception) => DatabaseSpan.Stop(__state, __exception);
}
