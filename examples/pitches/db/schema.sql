-- The database of the service. `psql -f schema.sql -f seed.sql` makes one with contents.

CREATE TABLE account (
  id serial PRIMARY KEY,
  email text NOT NULL UNIQUE,
  name text NOT NULL,
  bio text NOT NULL DEFAULT '',
  role text NOT NULL DEFAULT 'user' CHECK (role IN ('user', 'founder', 'investor', 'admin')),
  password text NOT NULL, -- md5 of address and password, as it was done then
  state text NOT NULL DEFAULT 'active' CHECK (state IN ('active', 'banned', 'closed')),
  created_at timestamptz NOT NULL DEFAULT now(),
  last_login timestamptz
);

CREATE TABLE session (
  token text PRIMARY KEY DEFAULT gen_random_uuid(),
  account_id int NOT NULL REFERENCES account ON DELETE CASCADE,
  agent text NOT NULL DEFAULT '',
  created_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL DEFAULT now() + interval '14 days'
);
CREATE INDEX session_account ON session (account_id);

CREATE TABLE category (
  id serial PRIMARY KEY,
  slug text NOT NULL UNIQUE,
  name text NOT NULL
);

CREATE TABLE pitch (
  id serial PRIMARY KEY,
  account_id int NOT NULL REFERENCES account,
  category_id int NOT NULL REFERENCES category,
  title text NOT NULL,
  summary text NOT NULL,
  state text NOT NULL DEFAULT 'draft' CHECK (state IN ('draft', 'published', 'archived', 'blocked')),
  goal bigint NOT NULL DEFAULT 0 CHECK (goal >= 0), -- money is in cents everywhere
  views int NOT NULL DEFAULT 0,
  like_count int NOT NULL DEFAULT 0, -- brought up to date by the nightly maintenance
  created_at timestamptz NOT NULL DEFAULT now(),
  published_at timestamptz
);
CREATE INDEX pitch_account ON pitch (account_id);
CREATE INDEX pitch_category ON pitch (category_id, published_at);
CREATE INDEX pitch_text ON pitch USING gin (to_tsvector('english', title || ' ' || summary));

-- Who changed a title, and from what. The name comes from the session's setting `pitches.actor`.
CREATE TABLE revision (
  pitch_id int NOT NULL REFERENCES pitch ON DELETE CASCADE,
  number int NOT NULL,
  title text NOT NULL,
  summary text NOT NULL,
  actor text NOT NULL,
  changed_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (pitch_id, number)
);

CREATE FUNCTION keep_revision() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO revision (pitch_id, number, title, summary, actor)
  SELECT OLD.id, 1 + count(*), OLD.title, OLD.summary,
    coalesce(nullif(current_setting('pitches.actor', true), ''), 'nobody')
  FROM revision WHERE pitch_id = OLD.id;
  RETURN NEW;
END $$;

CREATE TRIGGER pitch_revision BEFORE UPDATE OF title, summary ON pitch
  FOR EACH ROW EXECUTE FUNCTION keep_revision();

CREATE TABLE tag (
  id serial PRIMARY KEY,
  name text NOT NULL UNIQUE
);

CREATE TABLE pitch_tag (
  pitch_id int NOT NULL REFERENCES pitch ON DELETE CASCADE,
  tag_id int NOT NULL REFERENCES tag ON DELETE CASCADE,
  PRIMARY KEY (pitch_id, tag_id)
);

CREATE TABLE pitch_like (
  pitch_id int NOT NULL REFERENCES pitch ON DELETE CASCADE,
  account_id int NOT NULL REFERENCES account ON DELETE CASCADE,
  liked_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (pitch_id, account_id)
);
CREATE INDEX pitch_like_account ON pitch_like (account_id);

CREATE TABLE comment (
  id serial PRIMARY KEY,
  pitch_id int NOT NULL REFERENCES pitch ON DELETE CASCADE,
  account_id int NOT NULL REFERENCES account,
  parent_id int REFERENCES comment ON DELETE CASCADE,
  body text NOT NULL,
  hidden boolean NOT NULL DEFAULT false,
  written_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX comment_pitch ON comment (pitch_id);

CREATE TABLE follow (
  follower_id int NOT NULL REFERENCES account ON DELETE CASCADE,
  followed_id int NOT NULL REFERENCES account ON DELETE CASCADE,
  since timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (follower_id, followed_id),
  CHECK (follower_id <> followed_id)
);
CREATE INDEX follow_followed ON follow (followed_id);

CREATE TABLE conversation (
  id serial PRIMARY KEY,
  subject text NOT NULL
);

CREATE TABLE participant (
  conversation_id int NOT NULL REFERENCES conversation ON DELETE CASCADE,
  account_id int NOT NULL REFERENCES account ON DELETE CASCADE,
  read_up_to int NOT NULL DEFAULT 0,
  PRIMARY KEY (conversation_id, account_id)
);

CREATE TABLE message (
  id serial PRIMARY KEY,
  conversation_id int NOT NULL REFERENCES conversation ON DELETE CASCADE,
  sender_id int NOT NULL REFERENCES account,
  body text NOT NULL,
  sent_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX message_conversation ON message (conversation_id, id);

CREATE TABLE notification (
  id serial PRIMARY KEY,
  account_id int NOT NULL REFERENCES account ON DELETE CASCADE,
  kind text NOT NULL,
  subject text NOT NULL,
  seen boolean NOT NULL DEFAULT false,
  sent_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX notification_account ON notification (account_id, id);

CREATE TABLE notification_choice (
  account_id int NOT NULL REFERENCES account ON DELETE CASCADE,
  kind text NOT NULL,
  wanted boolean NOT NULL,
  PRIMARY KEY (account_id, kind)
);

CREATE TABLE wallet (
  account_id int PRIMARY KEY REFERENCES account ON DELETE CASCADE,
  balance bigint NOT NULL DEFAULT 0 CHECK (balance >= 0)
);

CREATE TABLE investment (
  id serial PRIMARY KEY,
  pitch_id int NOT NULL REFERENCES pitch,
  account_id int NOT NULL REFERENCES account,
  amount bigint NOT NULL CHECK (amount > 0),
  state text NOT NULL DEFAULT 'pledged' CHECK (state IN ('pledged', 'cancelled', 'paid')),
  made_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX investment_pitch ON investment (pitch_id);
CREATE INDEX investment_account ON investment (account_id);

CREATE TABLE ledger (
  id serial PRIMARY KEY,
  account_id int NOT NULL REFERENCES account ON DELETE CASCADE,
  amount bigint NOT NULL,
  reason text NOT NULL,
  booked_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE event (
  id bigserial PRIMARY KEY,
  pitch_id int NOT NULL REFERENCES pitch ON DELETE CASCADE,
  kind text NOT NULL CHECK (kind IN ('view', 'click', 'share')),
  source text NOT NULL DEFAULT 'direct',
  happened_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX event_pitch ON event (pitch_id, happened_at);

CREATE TABLE daily (
  day date NOT NULL,
  pitch_id int NOT NULL REFERENCES pitch ON DELETE CASCADE,
  views int NOT NULL,
  clicks int NOT NULL,
  PRIMARY KEY (day, pitch_id)
);

CREATE TABLE search_log (
  id serial PRIMARY KEY,
  words text NOT NULL,
  hits int NOT NULL,
  searched_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE complaint (
  id serial PRIMARY KEY,
  pitch_id int NOT NULL REFERENCES pitch ON DELETE CASCADE,
  account_id int NOT NULL REFERENCES account,
  reason text NOT NULL,
  state text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'accepted', 'dismissed'))
);

CREATE TABLE audit (
  id serial PRIMARY KEY,
  actor int NOT NULL,
  action text NOT NULL,
  subject text NOT NULL,
  done_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE setting (
  name text PRIMARY KEY,
  value text NOT NULL
);
