using System.Diagnostics;
using System.Globalization;
using AutoInstr.Bench;
using AutoInstr.Compare.Running;
using AutoInstr.ContainerTests;
using AutoInstr.ContainerTests.Harness;
using AutoInstr.ContainerTests.Kubernetes;
using AutoInstr.Viewer;
using k8s.Models;

[assembly: System.Runtime.Versioning.SupportedOSPlatform("linux")]

const int rounds = 11;

if (Podman.Obstacle is { } obstacle)
{
    Console.WriteLine($"Containers are not measured: {obstacle}.");
    return 0;
}
var hasPods = Rendered.Obstacle is null;
if (!hasPods)
    Console.WriteLine($"Pods are not measured: {Rendered.Obstacle}.");
Console.WriteLine("images");
await new Images().InitializeAsync();
await using var receiver = await OtlpReceiver.StartAsync(ReceiverOptions.FreePorts);
using var http = new HttpClient(new SocketsHttpHandler { ActivityHeadersPropagator = null });

var (bare, hooked, barePods, hookedPods, copies) =
    (new List<double>(), new List<double>(), new List<double>(), new List<double>(), new List<double>());
for (var round = 0; round < rounds; round++)
{
    Console.WriteLine($"containers: round {round + 1} of {rounds}");
    // Each first in turn, so that neither has a warmer machine.
    foreach (var isHooked in round % 2 == 0 ? new[] { false, true } : [true, false])
    {
        (isHooked ? hooked : bare).Add(await TimeContainerAsync(isHooked ? Images.App : Images.PlainApp));
        if (hasPods)
            (isHooked ? hookedPods : barePods).Add(await TimePodAsync(isHooked));
    }
    copies.Add(await TimeCopyAsync());
}

Console.WriteLine();
Console.WriteLine($"{"median (quartiles), ms",-44}{"without",-24}{"with the kit",-24}{"ratio",-8}added");
Write("container: start to first response", bare, hooked);
if (hasPods)
    Write("pod: start to first response, copy included", barePods, hookedPods);
Console.WriteLine($"the init container's copy: {Cell(Distribution.Of(copies))} ms, at most 1000");
return 0;

async Task<double> TimeContainerAsync(string image)
{
    var address = new Uri($"http://127.0.0.1:{FreePort.Find()}");
    var begin = Stopwatch.GetTimestamp();
    await using var container = await Container.StartAsync(image,
    [
        "--env", $"ASPNETCORE_URLS={address}", "--env", $"OTEL_EXPORTER_OTLP_ENDPOINT=127.0.0.1:{receiver.GrpcPort}",
        "--env", "OTEL_EXPORTER_OTLP_PROTOCOL=grpc",
    ]);
    return await FirstResponseAsync(address, begin);
}

async Task<double> TimePodAsync(bool isHooked)
{
    var address = new Uri($"http://127.0.0.1:{FreePort.Find()}");
    var rendered = await Rendered.OfAsync(isHooked ? "examples/component" : "examples/workloads");
    var deployment = rendered.Get<V1Deployment>();
    var settings = rendered.Objects.OfType<V1ConfigMap>().ToList();
    settings.ForEach(map => map.Data["OTEL_EXPORTER_OTLP_ENDPOINT"] = $"http://127.0.0.1:{receiver.GrpcPort}");
    deployment.Spec.Template.Spec.Containers[0].Env ??= [];
    var pod = LocalPod.Of(deployment, address);
    var begin = Stopwatch.GetTimestamp();
    await using var played = await PlayedPod.StartAsync([.. settings, pod]);
    return await FirstResponseAsync(address, begin);
}

/// <summary>From the start to the end of the copier's process, as the engine has it.</summary>
static async Task<double> TimeCopyAsync()
{
    var folder = Directory.CreateTempSubdirectory("autoinstr-copy-").FullName;
    File.SetUnixFileMode(folder, (UnixFileMode)0b111_111_111);
    const string name = "autoinstr-copy";
    await Podman.RunAsync("run", "--name", name, "--network=none", "--volume", folder + ":/target", Images.Kit);
    var answer = await Podman.RunAsync("inspect", "--format", "{{.State.StartedAt.UnixNano}} {{.State.FinishedAt.UnixNano}}", name);
    var times = answer.Split(' ').Select(static time => long.Parse(time, CultureInfo.InvariantCulture)).ToArray();
    await Podman.RunAsync("rm", name);
    Directory.Delete(folder, recursive: true);
    return (times[1] - times[0]) / 1e6;
}

async Task<double> FirstResponseAsync(Uri address, long begin)
{
    using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
    while (true)
    {
        try
        {
            using var answer = await http.GetAsync(new Uri(address, "/tasks"), patience.Token);
            if (answer.IsSuccessStatusCode)
                return Stopwatch.GetElapsedTime(begin).TotalMilliseconds;
        }
        catch (HttpRequestException)
        {
            // It does not listen yet.
        }
        await Task.Delay(2, patience.Token);
    }
}

static void Write(string title, List<double> without, List<double> with)
{
    var (less, more) = (Distribution.Of(without), Distribution.Of(with));
    var added = Distribution.Of([.. with.Zip(without, static (one, other) => one - other)]);
    Console.WriteLine(
        $"{title,-44}{Cell(less),-24}{Cell(more),-24}{more.Median / less.Median,-8:0.00}{added.Median:0} ms");
}

static string Cell(Distribution values) => string.Create(
    CultureInfo.InvariantCulture, $"{values.Median:0} ({values.LowerQuartile:0}-{values.UpperQuartile:0})");
