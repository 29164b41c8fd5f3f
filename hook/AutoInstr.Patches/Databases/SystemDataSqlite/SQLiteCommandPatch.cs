using System.Data.Common;
using System.Diagnostics;
using System.Globalization;
using AutoInstr.Patching;

namespace AutoInstr.Patches.Databases.SystemDataSqlite;

/// <summary>Commands of System.Data.SQLite: all its other methods end in one of these.</summary>
[Instrumentation("SYSTEMDATASQLITE")]
[Patch(Provider, Type = Command, Method = "ExecuteNonQuery", Parameters = ["System.Data.CommandBehavior"])]
[Patch(Provider, Type = Command, Method = "ExecuteScalar", Parameters = ["System.Data.CommandBehavior"])]
[Patch(Provider, Type = Command, Method = "ExecuteReader", Parameters = ["System.Data.CommandBehavior"])]
internal static class SQLiteCommandPatch
{
    private const string Provider = "System.Data.SQLite", Command = "System.Data.SQLite.SQLiteCommand";

    private static readonly ActivitySource Source = PatchActivity.NewSource("SystemDataSqlite");

    private static void Prefix(DbCommand __instance, out Activity? __state) =>
        __state = CommandSpan.Start(Source, __instance);

    private static void Finalizer(Activity? __state, Exception? __exception) =>
        DatabaseSpan.Stop(__state, __exception, (__exception as DbException)?.ErrorCode.ToString(CultureInfo.InvariantCulture));
}
