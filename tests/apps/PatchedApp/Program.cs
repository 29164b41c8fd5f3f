using PatchedApp;

// Uses a library in every way that its patches must not change. The first argument says which part.
switch (args is [var part, ..] ? part : "")
{
    case "sync":
        SynchronousCalls.Run();
        return 0;
    case "own":
        await OwnMethods.RunAsync();
        return 0;
    case "async":
        await AsynchronousCalls.RunAsync();
        return 0;
    case "framework":
        FrameworkCalls.Run();
        return 0;
    case "contexts":
        LoadContexts.Run();
        return 0;
    default:
        Console.Error.WriteLine("unknown part");
        return 64;
}
