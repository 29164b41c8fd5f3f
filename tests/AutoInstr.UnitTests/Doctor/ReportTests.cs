using System.Text.Json;
using AutoInstr.Doctor.Coverage;
using AutoInstr.Doctor.Report;
using AutoInstr.Doctor.Settings;
using Xunit;

namespace AutoInstr.UnitTests.Doctor;

public sealed class ReportTests
{
    private readonly Diagnosis _diagnosis;

    public ReportTests()
    {
        var section = new Section("kit", "Kit");
        section.Ok("files", "all there");
        section.Note("age", "it is old");
        section.Problem("hook", "it is\n\u001b[31mmissing", "Install it.");
        _diagnosis = new Diagnosis("1.2.3", "/app")
        {
            Sections = [section],
            Libraries = [new CoveredLibrary("Npgsql", "10.0.1", "Npgsql") { How = "source", Instrumentation = "NPGSQL", IsCovered = true }],
            Settings = [new SettingInForce("OTEL_SERVICE_NAME", "é\"", true)],
        };
    }

    [Fact]
    public void For_people() => Assert.Equal(
        """
        autoinstr doctor 1.2.3: /app

        Kit
          ok       all there
          note     it is old
          problem  it is  [31mmissing
                   → Install it.

        1 problem, 1 note.

        """,
        Text(isColoured: false));

    [Fact]
    public void For_people_with_colours() =>
        Assert.Contains("\u001b[31mproblem\u001b[0m", Text(isColoured: true), StringComparison.Ordinal);

    [Fact]
    public void For_people_when_all_is_well()
    {
        var output = new StringWriter();
        new TextReport(output, isColoured: false).Write(new Diagnosis("1.2.3", null));
        Assert.Equal("autoinstr doctor 1.2.3\n\nEverything is fine.\n", output.ToString());
    }

    [Fact]
    public void For_programs()
    {
        var output = new StringWriter();
        JsonReport.Write(_diagnosis, output);
        using var json = JsonDocument.Parse(output.ToString());
        var root = json.RootElement;

        Assert.Equal(("1.2.3", "/app", false, 1, 1), (root.GetProperty("version").GetString(), root.GetProperty("target").GetString(),
            root.GetProperty("ok").GetBoolean(), root.GetProperty("problems").GetInt32(), root.GetProperty("notes").GetInt32()));
        Assert.Equal(
            """{"id":"age","mark":"note","text":"it is old","advice":null}""",
            JsonSerializer.Serialize(root.GetProperty("sections")[0].GetProperty("findings")[1]));
        Assert.Equal(
            "name=Npgsql version=10.0.1 assembly=Npgsql instrumentation=NPGSQL how=source covered=True switchedOffBy= reason=",
            string.Join(' ', root.GetProperty("libraries")[0].EnumerateObject().Select(field => $"{field.Name}={field.Value}")));
        Assert.Equal("é\"", root.GetProperty("settings")[0].GetProperty("value").GetString());
    }

    private string Text(bool isColoured)
    {
        var output = new StringWriter { NewLine = "\n" };
        new TextReport(output, isColoured).Write(_diagnosis);
        return output.ToString();
    }
}
