using System.Diagnostics;
using AutoInstr.Agent.Sources;
using AutoInstr.Agent.Sources.Databases;
using Xunit;

namespace AutoInstr.UnitTests.Sources;

/// <summary>What rows make of spans that no version of the library at hand makes any more, and of what only goes wrong at times.</summary>
public sealed class DatabaseRowsTests : IDisposable
{
    private readonly ActivitySource _source = new("DatabaseRowsTests");
    private readonly ActivityListener _listener = new()
    {
        ShouldListenTo = source => source.Name == "DatabaseRowsTests",
        Sample = (ref _) => ActivitySamplingResult.AllDataAndRecorded,
    };

    public DatabaseRowsTests() => ActivitySource.AddActivityListener(_listener);

    public void Dispose()
    {
        _listener.Dispose();
        _source.Dispose();
    }

    [Fact]
    public void Npgsql_8_with_old_names_and_a_status_in_attributes()
    {
        Activity span = Stopped("shop", new()
        {
            ["db.system"] = "postgresql",
            ["db.connection_string"] = "Host=h;Username=u;Password=p",
            ["db.user"] = "u",
            ["db.name"] = "shop",
            ["db.connection_id"] = 7,
            ["db.statement"] = "SELECT a FROM t WHERE b = 'c'",
            ["net.transport"] = "ip_tcp",
            ["net.peer.ip"] = "10.0.0.1",
            ["net.peer.port"] = 6432,
            ["net.peer.name"] = "db",
            ["otel.status_code"] = "ERROR",
            ["otel.status_description"] = "42P01",
        });
        Assert.True(new NpgsqlInstrumentation().OnStop(span));
        Assert.Equal("SELECT t", span.DisplayName);
        Assert.Equal((ActivityStatusCode.Error, "42P01"), (span.Status, span.StatusDescription));
        Assert.Equal(new SortedDictionary<string, object?>
        {
            ["db.namespace"] = "shop",
            ["db.query.summary"] = "SELECT t",
            ["db.query.text"] = "SELECT a FROM t WHERE b = ?",
            ["db.response.status_code"] = "42P01",
            ["db.system.name"] = "postgresql",
            ["error.type"] = "42P01",
            ["network.peer.address"] = "10.0.0.1",
            ["server.address"] = "db",
            ["server.port"] = 6432,
        }, Tags(span));
    }

    [Fact]
    public void MySqlConnector_before_it_knew_the_current_conventions()
    {
        Activity span = Stopped("Execute", new()
        {
            ["thread.id"] = "1",
            ["db.system"] = "mysql",
            ["db.connection_string"] = "Server=h;User ID=root",
            ["db.user"] = "root",
            ["db.name"] = "shop",
            ["net.transport"] = "ip_tcp",
            ["net.peer.port"] = "3306",
            ["net.peer.name"] = "h",
            ["db.connection_id"] = "5",
            ["db.statement"] = "DELETE FROM t WHERE a = \"b\"",
            ["db.response.status_code"] = 1146,
        });
        Assert.True(new MySqlConnectorInstrumentation().OnStop(span));
        Assert.Equal("DELETE t", span.DisplayName);
        Assert.Equal(new SortedDictionary<string, object?>
        {
            ["db.namespace"] = "shop",
            ["db.query.summary"] = "DELETE t",
            ["db.query.text"] = "DELETE FROM t WHERE a = ?",
            ["db.response.status_code"] = "1146",
            ["db.system.name"] = "mysql",
            ["server.address"] = "h",
            ["server.port"] = 3306L,
        }, Tags(span));
    }

    [Fact]
    public void MySqlData_tells_of_connections_that_fail_and_of_no_others()
    {
        var row = new MySqlDataInstrumentation();
        using (Activity parent = _source.StartActivity("parent")!)
        {
            Activity connection = _source.StartActivity("Connection", ActivityKind.Client)!;
            row.OnStart(connection);
            Assert.Same(parent, Activity.Current);
            connection.SetTag("otel.status_code", "OK").Stop();
            Assert.False(row.OnStop(connection));
        }

        Activity failed = Stopped("Connection (pooled)", new()
        {
            ["net.transport"] = "Sockets",
            ["db.connection_string"] = "server=h;user id=u",
            ["net.peer.port"] = 3306u,
            ["otel.status_code"] = "ERROR",
            ["otel.status_description"] = "refused",
        });
        Assert.True(row.OnStop(failed));
        Assert.Equal(("CONNECT", ActivityStatusCode.Error), (failed.DisplayName, failed.Status));
        Assert.DoesNotContain("db.connection_string", Tags(failed).Keys);
    }

    [Theory]
    [InlineData("SHOW COLLATION")]
    [InlineData("SET NAMES latin1")]
    [InlineData("SELECT @@max_allowed_packet, @@character_set_client")]
    public void MySqlData_keeps_its_own_questions_to_itself(string sql) =>
        Assert.False(new MySqlDataInstrumentation().OnStop(Stopped("SQL Statement", new() { ["db.statement"] = sql })));

    [Fact]
    public void The_adapter_of_SqlClient_fits_its_package() => SqlClientAdapter.Start(measures: true).Dispose();

    [Theory]
    [InlineData("db", "db", null)]
    [InlineData("db:8123/", "db", 8123)]
    [InlineData("[::1]:9000", "::1", 9000)]
    [InlineData("::1]", "::1", null)]
    [InlineData("db:port", "db:port", null)]
    [InlineData("", null, null)]
    public void An_address_is_taken_apart(string text, string? address, int? port)
    {
        using Activity span = _source.StartActivity("span")!;
        ServerAddress.Set(span, text);
        Assert.Equal((address, port), (span.GetTagItem("server.address") as string, span.GetTagItem("server.port") as int?));
    }

    [Fact]
    public void A_failure_of_an_unknown_kind_is_called_other()
    {
        using Activity span = _source.StartActivity("span")!;
        span.SetStatus(ActivityStatusCode.Error);
        span.EnsureErrorType();
        Assert.Equal("_OTHER", span.GetTagItem("error.type"));
    }

    private Activity Stopped(string name, Dictionary<string, object?> tags)
    {
        Activity span = _source.StartActivity(name, ActivityKind.Client)!;
        foreach (var (key, value) in tags)
            span.SetTag(key, value);
        span.Stop();
        return span;
    }

    private static SortedDictionary<string, object?> Tags(Activity span) =>
        new(span.TagObjects.ToDictionary(tag => tag.Key, tag => tag.Value));
}
