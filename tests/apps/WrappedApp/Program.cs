using WrappedApp;

// Work for libraries every method of which is wrapped, from several threads.
var results = new string[4];
var threads = Enumerable.Range(0, results.Length).Select(i => new Thread(() => results[i] = Round(i))).ToList();
threads.ForEach(thread => thread.Start());
threads.ForEach(thread => thread.Join());
Console.WriteLine(string.Join('\n', results));

static string Round(int seed) => string.Join('\n', Queries.Run(seed), Json.Run(seed), Database.Run(seed), Entities.Run(seed), Web.RunAsync(seed).GetAwaiter().GetResult());
