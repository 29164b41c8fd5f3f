using System.Data.Common;
using System.Diagnostics;
using System.Globalization;
using AutoInstr.Patching;
using Microsoft.Data.Sqlite;

namespace AutoInstr.Patches.Databases.Sqlite;

/// <summary>Commands of Microsoft.Data.Sqlite: all its other methods, also the asynchronous ones, end in one of these.</summary>
[Instrumentation("SQLITE")]
[Patch(Provider, From = "6.0", Type = Command, Method = "ExecuteNonQuery")]
[Patch(Provider, From = "6.0", Type = Command, Method = "ExecuteScalar")]
[Patch(Provider, From = "6.0", Type = Command, Method = "ExecuteReader", Parameters = ["System.Data.CommandBehavior"])]
internal static class SqliteCommandPatch
{
    private const string Provider = "Microsoft.Data.Sqlite", Command = "Microsoft.Data.Sqlite.SqliteCommand";

    private static readonly ActivitySource Source = PatchActivity.NewSource("Sqlite");

    private static void Prefix(DbCommand __instance, out Activity? __state) =>
        __state = CommandSpan.Start(Source, __instance);

    private static void Finalizer(Activity? __state, Exception? __exception) =>
        DatabaseSpan.Stop(__state, __exception, __exception is null ? null : Code(__exception));

    private static string? Code(Exception exception) =>
        (exception as SqliteException)?.SqliteExtendedErrorCode.ToString(CultureInfo.InvariantCulture);
}
