using System.Diagnostics;
using AutoInstr.Patching;

namespace AutoInstr.Patches.Databases.LiteDb;

/// <summary>What LiteDB's engine does with a collection: everything that its databases and collections are asked ends here.</summary>
internal static class LiteEnginePatches
{
    private const string Library = "LiteDB", Engine = "LiteDB.Engine.LiteEngine", Id = "LITEDB";

    private static readonly ActivitySource Source = PatchActivity.NewSource("LiteDB");

    /// <summary>Begins a span, unless the operation is part of another one: UpdateMany asks Query and Update.</summary>
    private static Activity? Start(string operation, string collection)
    {
        if (!Source.HasListeners() || DatabaseSpan.IsUnderWay(Source))
            return null;
        Activity? activity = Source.StartActivity($"{operation} {collection}", ActivityKind.Client);
        if (activity is { IsAllDataRequested: true })
            activity.AddTag("db.system.name", "litedb").AddTag("db.operation.name", operation).AddTag("db.collection.name", collection);
        return activity;
    }

    [Instrumentation(Id)]
    [Patch(Library, Type = Engine, Method = "Query")]
    private static class Query
    {
        private static void Prefix(string collection, out Activity? __state) => __state = Start("query", collection);

        private static void Finalizer(Activity? __state, Exception? __exception) => DatabaseSpan.Stop(__state, __exception);
    }

    [Instrumentation(Id)]
    [Patch(Library, Type = Engine, Method = "Insert")]
    private static class Insert
    {
        private static void Prefix(string collection, out Activity? __state) => __state = Start("insert", collection);

        private static void Finalizer(Activity? __state, Exception? __exception) => DatabaseSpan.Stop(__state, __exception);
    }

    [Instrumentation(Id)]
    [Patch(Library, Type = Engine, Method = "Update")]
    private static class Update
    {
        private static void Prefix(string collection, out Activity? __state) => __state = Start("update", collection);

        private static void Finalizer(Activity? __state, Exception? __exception) => DatabaseSpan.Stop(__state, __exception);
    }

    [Instrumentation(Id)]
    [Patch(Library, Type = Engine, Method = "UpdateMany")]
    private static class UpdateMany
    {
        private static void Prefix(string collection, out Activity? __state) => __state = Start("updateMany", collection);

        private static void Finalizer(Activity? __state, Exception? __exception) => DatabaseSpan.Stop(__state, __exception);
    }

    [Instrumentation(Id)]
    [Patch(Library, Type = Engine, Method = "Upsert")]
    private static class Upsert
    {
        private static void Prefix(string collection, out Activity? __state) => __state = Start("upsert", collection);

        private static void Finalizer(Activity? __state, Exception? __exception) => DatabaseSpan.Stop(__state, __exception);
    }

    [Instrumentation(Id)]
    [Patch(Library, Type = Engine, Method = "Delete")]
    private static class Delete
    {
        private static void Prefix(string collection, out Activity? __state) => __state = Start("delete", collection);

        private static void Finalizer(Activity? __state, Exception? __exception) => DatabaseSpan.Stop(__state, __exception);
    }

    [Instrumentation(Id)]
    [Patch(Library, Type = Engine, Method = "DeleteMany")]
    private static class DeleteMany
    {
        private static void Prefix(string collection, out Activity? __state) => __state = Start("deleteMany", collection);

        private static void Finalizer(Activity? __state, Exception? __exception) => DatabaseSpan.Stop(__state, __exception);
    }

    [Instrumentation(Id)]
    [Patch(Library, Type = Engine, Method = "EnsureIndex")]
    private static class EnsureIndex
    {
        private static void Prefix(string collection, out Activity? __state) => __state = Start("ensureIndex", collection);

        private static void Finalizer(Activity? __state, Exception? __exception) => DatabaseSpan.Stop(__state, __exception);
    }

    [Instrumentation(Id)]
    [Patch(Library, Type = Engine, Method = "DropIndex")]
    private static class DropIndex
    {
        private static void Prefix(string collection, out Activity? __state) => __state = Start("dropIndex", collection);

        private static void Finalizer(Activity? __state, Exception? __exception) => DatabaseSpan.Stop(__state, __exception);
    }

    [Instrumentation(Id)]
    [Patch(Library, Type = Engine, Method = "DropCollection")]
    private static class DropCollection
    {
        private static void Prefix(string name, out Activity? __state) => __state = Start("dropCollection", name);

        private static void Finalizer(Activity? __state, Exception? __exception) => DatabaseSpan.Stop(__state, __exception);
    }

    [Instrumentation(Id)]
    [Patch(Library, Type = Engine, Method = "RenameCollection")]
    private static class RenameCollection
    {
        private static void Prefix(string collection, out Activity? __state) => __state = Start("renameCollection", collection);

        private static void Finalizer(Activity? __state, Exception? __exception) => DatabaseSpan.Stop(__state, __exception);
    }
}
