using System.Diagnostics;
using System.Globalization;

using Microsoft.Data.Sqlite;

namespace TasksApi.Tasks;

/// <summary>The tasks, in a SQLite database.</summary>
/// <remarks>SQLite has no asynchronous calls: the provider's <c>...Async</c> methods would block just the same.</remarks>
sealed class TaskStore
{
    private readonly string _connectionString;

    /// <summary>Opens the database, and makes its table when it is new.</summary>
    /// <param name="connectionString">Where the database is.</param>
    public TaskStore(string connectionString)
    {
        _connectionString = connectionString;
        using var connection = Open();
        using var command = connection.CreateCommand();
        command.CommandText = """
            PRAGMA journal_mode = WAL;
            CREATE TABLE IF NOT EXISTS tasks (
                id INTEGER PRIMARY KEY,
                title TEXT NOT NULL,
                minutes INTEGER NOT NULL,
                people INTEGER NOT NULL,
                created TEXT NOT NULL);
            """;
        using var reader = Execute(command, "PRAGMA; CREATE TABLE tasks");
    }

    /// <summary>Saves a new task.</summary>
    /// <param name="title">What is to be done.</param>
    /// <param name="minutes">How long it takes one person.</param>
    /// <param name="people">How many people share it.</param>
    /// <returns>The task as it was saved.</returns>
    public TaskItem Add(string title, int minutes, int people)
    {
        using var connection = Open();
        using var command = connection.CreateCommand();
        command.CommandText = """
            INSERT INTO tasks (title, minutes, people, created) VALUES ($title, $minutes, $people, $created)
            RETURNING id, title, minutes, people, created
            """;
        command.Parameters.AddWithValue("$title", title);
        command.Parameters.AddWithValue("$minutes", minutes);
        command.Parameters.AddWithValue("$people", people);
        command.Parameters.AddWithValue("$created", DateTimeOffset.UtcNow.ToString("O", CultureInfo.InvariantCulture));
        using var reader = Execute(command, "INSERT tasks");
        reader.Read();
        return Read(reader);
    }

    /// <summary>Looks a task up.</summary>
    /// <param name="id">The number it is known by.</param>
    /// <returns>The task, or <see langword="null"/> when there is none.</returns>
    public TaskItem? Find(long id)
    {
        using var connection = Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT id, title, minutes, people, created FROM tasks WHERE id = $id";
        command.Parameters.AddWithValue("$id", id);
        using var reader = Execute(command, "SELECT tasks");
        return reader.Read() ? Read(reader) : null;
    }

    /// <summary>The newest tasks, newest first.</summary>
    /// <param name="limit">How many at most.</param>
    public List<TaskItem> List(int limit = 50)
    {
        using var connection = Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT id, title, minutes, people, created FROM tasks ORDER BY id DESC LIMIT $limit";
        command.Parameters.AddWithValue("$limit", limit);
        using var reader = Execute(command, "SELECT tasks");
        var tasks = new List<TaskItem>();
        while (reader.Read())
            tasks.Add(Read(reader));
        return tasks;
    }

    private SqliteConnection Open()
    {
        var connection = new SqliteConnection(_connectionString);
        connection.Open();
        return connection;
    }

    private static SqliteDataReader Execute(SqliteCommand command, string summary)
    {
        using var activity = Telemetry.Source.StartActivity(summary, ActivityKind.Client);
        activity?.SetTag("db.system.name", "sqlite");
        activity?.SetTag("db.namespace", command.Connection!.Database);
        activity?.SetTag("db.query.text", command.CommandText);
        activity?.SetTag("db.query.summary", summary);
        try
        {
            return command.ExecuteReader();
        }
        catch (SqliteException exception)
        {
            activity?.SetTag("error.type", exception.GetType().FullName);
            activity?.AddException(exception);
            activity?.SetStatus(ActivityStatusCode.Error, exception.Message);
            throw;
        }
    }

    private static TaskItem Read(SqliteDataReader row) =>
        new(row.GetInt64(0), row.GetString(1), row.GetInt32(2), row.GetInt32(3), row.GetDateTimeOffset(4));
}
