// An ASP.NET Core application as its templates make it, with the paths that a server span must tell apart.
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddHttpClient();
// Some listen themselves, without an SDK.
if (builder.Configuration["listen"] is { } source)
{
    System.Diagnostics.ActivitySource.AddActivityListener(new System.Diagnostics.ActivityListener
    {
        ShouldListenTo = other => other.Name == source,
        Sample = (ref System.Diagnostics.ActivityCreationOptions<System.Diagnostics.ActivityContext> _) =>
            System.Diagnostics.ActivitySamplingResult.AllDataAndRecorded,
        ActivityStopped = activity => Console.WriteLine($"heard {activity.OperationName}: {activity.Recorded}"),
    });
}
var app = builder.Build();

app.UseWhen(
    context => context.Request.Path.StartsWithSegments("/handled"),
    branch => branch.UseExceptionHandler(handler => handler.Run(context => context.Response.WriteAsync("sorry"))));

app.MapGet("/handled", string () => throw new InvalidOperationException("a failure that the application answers"));
app.MapGet("/hello/{name}", (string name) => $"Hello, {name}!");
app.MapGet("/fail", string () => throw new InvalidOperationException("the handler's own failure"));
app.MapGet("/status/{code:int}", (int code) => Results.StatusCode(code));
app.MapGet("/call", async (string url, IHttpClientFactory clients) =>
{
    using var response = await clients.CreateClient().GetAsync(url);
    return $"{(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}";
});
app.MapGet("/headers", (HttpRequest request, HttpResponse response) =>
{
    response.Headers["X-Answer"] = "42";
    response.Headers["Set-Cookie"] = "session=secret";
    return string.Join(
        '\n', request.Headers.Where(header => header.Key.StartsWith("X-")).Select(header => $"{header.Key}: {header.Value}"));
});
app.MapGet(
    "/context",
    () =>
        $"{System.Diagnostics.Activity.Current?.ParentId} " +
        $"{string.Join(',', System.Diagnostics.Activity.Current?.Baggage.Select(item => $"{item.Key}={item.Value}") ?? [])}");
app.MapGet("/unannounced", (HttpContext context, System.Diagnostics.DiagnosticListener events) =>
{
    // What a test server, or a host of the application's own, may do.
    var current = System.Diagnostics.Activity.Current;
    System.Diagnostics.Activity.Current = null;
    events.Write("Microsoft.AspNetCore.Hosting.HttpRequestIn.Start", context);
    events.Write("Microsoft.AspNetCore.Hosting.HttpRequestIn.Stop", context);
    System.Diagnostics.Activity.Current = current;
    return "nobody's event";
});
app.MapPost("/echo", async (HttpRequest request) => Results.Text(await new StreamReader(request.Body).ReadToEndAsync()));

app.Run();
